// Where a form stands: its program comes once, with what fields offer; this little goes over the wire with every answer.

export default function (component) {
  let leave = () => {};
  const mount = () => (leave = document.onrecordMount(component));
  if (document.onrecordMount) mount();
  else document.addEventListener("onrecord-forms", mount, { once: true });
  return () => {
    document.removeEventListener("onrecord-forms", mount);
    leave();
  };
}
