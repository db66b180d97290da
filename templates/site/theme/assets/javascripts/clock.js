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
      const isGone = time.dateTime < now;
      const mark = time.parentElement.querySelector(".gone");
      if (mark && !isGone) mark.remove();
      if (mark || !isGone) continue;
      const note = document.createElement("small");
      note.className = "gone";
      note.textContent = "(đã qua)";
      time.after(" ", note);
    }
  }

  show(document);
  for (const table of document.querySelectorAll("table.calendar")) tellPast(table);
  return { today, later, weekday, show };
})();
