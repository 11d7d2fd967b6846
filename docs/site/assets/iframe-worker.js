// A page from a folder cannot start a worker. There, a hidden frame runs the search of the theme, which looks for this
// name; from a server this does nothing.
if (location.protocol === "file:") {
  window.IFrameWorker = window.Worker = class extends EventTarget {
    constructor(address) {
      super();
      const frame = document.createElement("iframe");
      frame.hidden = true;
      document.body.append(frame);
      this.inside = frame.contentWindow;
      window.addEventListener("message", (event) => {
        if (event.source === this.inside) this.dispatchEvent(new MessageEvent("message", { data: event.data }));
      });
      const page = this.inside.document;
      page.open();
      page.write(`<body><script>
        const outside = parent;
        postMessage = (data) => outside.postMessage(data, "*");
        importScripts = async (...addresses) => {
          for (const address of addresses) {
            await new Promise((loaded) => {
              const script = document.createElement("script");
              script.src = address;
              script.onload = loaded;
              document.body.append(script);
            });
          }
        };
      </` + `script><script src="${address}"></` + `script></body>`);
      page.close();
      // Not before: opening the document removes what listens to it.
      this.ready = new Promise((resolve) => this.inside.addEventListener("load", resolve));
    }

    postMessage(data) {
      this.ready.then(() => this.inside.dispatchEvent(new MessageEvent("message", { data: structuredClone(data) })));
    }
  };
}
