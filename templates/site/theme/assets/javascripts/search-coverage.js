"use strict";

/* Says how much of a site of many places was looked through, and offers the rest. Takes what search-loading.js loads, a way to make
   a button, and what to do when some parts are wanted. */
const searchCoverage = (places, makeButton, goOn) => {
  const NAMED = 3; // places that are named where more are meant
  const SAY = {
    noPlace: "trang chung, hướng dẫn",
    searched: (count, all, names) => `Đã tìm ở ${count}/${all} nơi${names && `: ${names}`}.`,
    partly: (names) => `Mới tìm một phần của ${names}.`,
    goOn: (names, size) => `Tìm tiếp ở ${names} (${size} KB)`,
    others: (names, count) => `${names} và ${count} nơi nữa`,
    added: (count, names) => (count ? `Thêm ${count} kết quả ở ${names}.` : `Không có thêm ở ${names}.`),
    unread: (names) => `Không mở được mục lục của ${names}, nên chưa tìm ở đó.`,
    awaited: (names) => `Đang chờ mục lục của ${names}.`,
    again: "Thử lại",
  };

  function namesOf(some) {
    const names = some.map(({ label }) => label || SAY.noPlace);
    const named = names.slice(0, NAMED).join(", ");
    return names.length > NAMED ? SAY.others(named, names.length - NAMED) : named;
  }

  const placesOf = (parts) => [...new Set(parts.map(({ place }) => place))];

  /* What was looked through so far, what could not be, and a way to go on, as text and buttons. */
  function told(come) {
    const { whole, part, of } = places.searched();
    const pending = come.late.map(({ part }) => part);
    const texts = [
      SAY.searched(whole.length, of, whole.length && whole.length <= NAMED ? namesOf(whole) : ""),
      part.length && SAY.partly(namesOf(part)),
      pending.length && SAY.awaited(namesOf(placesOf(pending))),
      come.failed.length && SAY.unread(namesOf(placesOf(come.failed))),
    ];
    const again = come.failed.length ? [" ", makeButton("search-on", SAY.again, (event) => goOn(come.failed, event.currentTarget))] : [];
    const button = further(come, "search-on");
    return [...texts.filter(Boolean).map((text) => ` ${text}`), ...again, ...(button ? [" ", button] : [])];
  }

  /* A button that looks through the next places; none where there are none. */
  function further({ others }, className) {
    const parts = places.next(others);
    if (!parts.length) return null;
    const size = Math.round(parts.reduce((sum, part) => sum + part.size, 0) / 1000);
    return makeButton(className, SAY.goOn(namesOf(placesOf(parts)), size), (event) => goOn(parts, event.currentTarget));
  }

  const added = (count, parts) => SAY.added(count, namesOf(placesOf(parts)));

  return { told, further, added };
};
