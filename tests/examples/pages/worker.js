navigator.serviceWorker.register('/service-worker.js', { type: 'module' });

window.signIn = async (username, password) => {
  const { active } = await navigator.serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  active.postMessage({ username, password }, [port2]);
  return new Promise((resolve) => (port1.onmessage = ({ data }) => resolve(data)));
};
window.ask = async () => {
  const response = await fetch('/api/claims');
  return { status: response.status, text: await response.text() };
};
