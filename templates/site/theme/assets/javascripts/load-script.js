"use strict";

/* Load a script when it is needed; a script element works where fetch does not: on a page opened from a folder. */
const loadScript = (url) =>
  new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
