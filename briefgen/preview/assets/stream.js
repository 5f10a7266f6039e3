// One event stream for all tabs: a browser opens six connections to a host and no more, so
// a stream for each tab would leave the seventh waiting for ever. The tab that holds a lock
// reads the stream and passes messages on; when it closes, the next one gets the lock.

const POLL = 1000;

/** Call hear(message) for every message, and hear() where only looking helps. */
export function follow(live, hear) {
  // Locks exist in secure contexts only: on this machine, but not over a plain LAN address.
  if (!navigator.locks || !window.BroadcastChannel || !window.EventSource) {
    poll(hear);
    return;
  }
  const name = `briefgen ${live}`;
  const channel = new BroadcastChannel(name);
  channel.onmessage = (event) => hear(event.data);
  const tell = (message) => {
    channel.postMessage(message);
    hear(message);
  };
  navigator.locks
    .request(name, () => new Promise(() => read(live, tell))) // held as long as the tab lives
    .catch(() => poll(hear));
}

function read(live, tell) {
  const source = new EventSource(`${live}events`);
  source.onmessage = (event) => tell(JSON.parse(event.data));
  source.onerror = () => {
    // It connects again by itself, except when it was refused (too many streams).
    if (source.readyState !== EventSource.CLOSED) return;
    tell({});
    setTimeout(() => read(live, tell), POLL);
  };
}

function poll(hear) {
  setInterval(() => document.hidden || hear({}), POLL);
}
