
// What fields offer, and the program of the forms, once a page. A line comes short: its text where that is not what is
// stored, and how many of its letters are what means it; of an event, who is known to take part, as places in the roster.
export default function ({ data }) {
  const lines = (short) =>
    short.map(([value, text, n, roles]) => {
      const line = [value, text || value, (text || value).slice(0, n || undefined)];
      for (const role in roles ?? {}) (line.roles ??= {})[role] = roles[role].map((at) => data.roster[at]).join("\n");
      return line;
    });
  const tables = ["actors", "issues", "events", "reports"];
  document.onrecordOffers = Object.fromEntries(tables.map((table) => [table, lines(data[table])]));
  document.onrecordMount = mountForm;
  document.dispatchEvent(new Event("onrecord-forms"));
}
