// Keeps the number beside the bell right and tells the newest notice, while the page can be seen; what is shown of it is asked
// for again. Without it the number and the page are those of when the page was made.
(() => {
  let source, last, wait = 5e3, timer;

  const count = (unread) => {
    for (const badge of document.querySelectorAll("[data-unread]")) {
      // The same text node stays: the program that takes the page over knows it.
      badge.firstChild.data = unread;
      badge.hidden = unread === "0";
    }
  };

  const tell = (line, path) => {
    const news = document.getElementById("news");
    if (!news) return;
    const link = document.createElement("a");
    link.href = path;
    link.textContent = line;
    news.replaceChildren(link);
    const clear = () => {
      if (link.matches(":hover, :focus")) setTimeout(clear, 2e3);
      else link.remove();
    };
    setTimeout(clear, 12e3);
  };

  // What is told changes what is shown: its own page, and the lists that it stands in. Not the inbox: somebody is at work there.
  const isShown = (path) => [path, "/", "/deals", "/deals/board"].includes(location.pathname);

  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = undefined;
  };

  const open = () => {
    if (source || document.hidden) return;
    source = new EventSource("/notices/stream");
    source.onmessage = (message) => {
      wait = 5e3;
      const { unread, id, line, path } = JSON.parse(message.data);
      count(unread);
      if (last !== undefined && id > last && line) {
        tell(line, path);
        if (isShown(path)) dispatchEvent(new Event("news"));
      }
      last = id;
    };
    source.onerror = () => {
      // Browsers try again by themselves unless they were refused: then the session may be over, or the portal full.
      if (source.readyState !== EventSource.CLOSED) return;
      close();
      timer = setTimeout(open, wait);
      wait = Math.min(wait * 2, 6e5);
    };
  };

  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);
})();
