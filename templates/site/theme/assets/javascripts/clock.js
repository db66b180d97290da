"use strict";

/* The reader's own day in Vietnam, by which pages say what is past; the day of the build, which stands in them, is what is
   left without scripts. What holds up to a day or after one is shown or hidden: data-until="2026-12-31", data-after. */
const clock = (() => {
  const DAY = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Ho_Chi_Minh", year: "numeric", month: "2-digit", day: "2-digit" });

  /* Today as 2026-11-26: days so written stand in order as texts. */
  const today = () => DAY.format(new Date());

  /* A day so many days later. */
  function later(day, days) {
    const time = new Date(`${day}T00:00:00Z`);
    time.setUTCDate(time.getUTCDate() + days);
    return time.toISOString().slice(0, 10);
  }

  /* 0 for Monday to 6 for Sunday. */
  const weekday = (day) => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;

  /* As pages write a day: 05/01/2026, but 05/3/2026. */
  function official(day) {
    const [year, month, date] = day.split("-");
    return `${date}/${Number(month) < 3 ? month : Number(month)}/${year}`;
  }

  function show(part) {
    const now = today();
    for (const element of part.querySelectorAll("[data-until]")) element.hidden = now > element.dataset.until;
    for (const element of part.querySelectorAll("[data-after]")) element.hidden = now <= element.dataset.after;
    for (const element of part.querySelectorAll("time.today")) {
      element.dateTime = now;
      element.textContent = official(now);
    }
  }

  /* Say behind each day of a calendar whether it is past. */
  function tellPast(table) {
    const now = today();
    for (const time of table.querySelectorAll("time")) {
      const isGone = time.dateTime < now && !("done" in time.dataset);
      const mark = time.parentElement.querySelector(".gone");
      if (mark && !isGone) mark.remove();
      if (mark || !isGone) continue;
      const note = document.createElement("small");
      note.className = "gone";
      note.textContent = "(đã qua)";
      time.after(" ", note);
    }
  }

  /* Open a calendar of what comes with the quarter of the reader and the next: with the first two in which anything is due
     from today on. The page brings some more than those of the day on which it was built. */
  function openQuarters(headings) {
    const tableOf = (heading) => heading.nextElementSibling;
    const isPast = (heading) => [...tableOf(heading).querySelectorAll("time")].every((time) => time.dateTime < today());
    const opened = headings.filter((heading) => !isPast(heading)).slice(0, 2);
    for (const heading of headings) {
      const later = heading.closest("section");
      if (opened.includes(heading)) {
        if (later) later.replaceWith(...later.childNodes);
        continue;
      }
      document.querySelector(`.md-nav a[href="#${heading.id}"]`)?.closest("li").remove();
      tableOf(heading).remove();
      heading.remove();
    }
    const names = opened.map((heading) => heading.firstChild.textContent.trim().replace("Quý", "quý"));
    document.querySelector(".opened").textContent = names.join(" và ") || "thời gian tới";
    document.querySelector(".no-dues").hidden = opened.length > 0;
  }

  show(document);
  const headings = document.querySelectorAll("h2[data-quarter], section[data-quarter] h2");
  if (headings.length) openQuarters([...headings]);
  for (const table of document.querySelectorAll("table.calendar")) tellPast(table);
  return { today, later, weekday, show };
})();
