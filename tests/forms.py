"""Forms as the browser shows them, filled in and sent without one: for the tests of pages."""

import html
import json
import re
from dataclasses import dataclass

from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.WidgetStates_pb2 import WidgetState

from onrecord.ui.drafts import new_token


@dataclass
class Sheet:
    """One form of a page that was run: what the browser is told of it, and what it answers."""

    app: object

    @property
    def element(self):
        (found,) = [e for e in self.app.get("bidi_component") if e.proto.component_name == "onrecord_form"]
        return found

    @property
    def data(self):
        return json.loads(self.element.proto.json)

    @property
    def is_there(self):
        return any(e.proto.component_name == "onrecord_form" for e in self.app.get("bidi_component"))

    def words(self):
        """What the form says: under its fields and over them."""
        data = self.data
        lines = [line["html"] for line in data["lines"].values()] + [text for _, text in data["messages"]]
        return html.unescape(re.sub("<[^>]+>", "", " ".join(lines)))

    def values(self):
        return self.data["values"]

    def known_parts(self, title):
        """Who the browser is told takes part in an event: role -> names."""
        (found,) = [e for e in self.app.get("bidi_component") if e.proto.component_name == "onrecord_offers"]
        offers = json.loads(found.proto.json)
        roles = next(line[3] for line in offers["events"] if line[0] == title)
        return {role: [offers["roster"][place] for place in places] for role, places in roles.items()}

    def field(self, label):
        """The name of the field that is called so."""
        (form,) = [form for sort, form in self.data["forms"].items() if sort == self.data["sort"]]
        return next(f["name"] for row in [*form["rows"], *form["more"]] for f in row if f["label"] == label)

    def entry(self, values, **more):
        """The form as it would be sent with further values typed."""
        data = self.data
        held = {name: data[name] for name in ("token", "sort", "row", "names")}
        carried = [name for name in data["carried"] if name not in values]
        return held | {"seq": data["seq"] + 1, "values": data["values"] | values, "carried": carried} | more

    def begin(self, sort, **values):
        """Begin a form as the browser does: by itself."""
        blank = self.data["blank"][sort]
        return self.type(**(blank["values"] | values), token=new_token(), sort=sort, row="", names={})

    def type(self, *, token="", sort="", row=None, names=None, **values):
        """Type into fields, by their names, and rest."""
        given = {"token": token, "sort": sort, "names": names, "row": row}
        more = {name: value for name, value in given.items() if value not in ("", None)}
        return self._run("json_value", {"state": self.entry(values, **more)})

    def ask(self, what, *, span=None, values=None, **more):
        """Press a button: everything that is shown is sent with it."""
        n = self.data["ack"] + 1
        request = self.entry(values or {}) | {"n": n, "what": what, "span": span or self.data.get("span")} | more
        return self._run("json_trigger_value", [{"event": "request", "value": request}])

    def _run(self, kind, value):
        name = self.element.proto.id
        state = WidgetState(id=name if kind == "json_value" else _make_trigger_id(name, "events"))
        setattr(state, kind, json.dumps(value))
        states = self.app._tree.get_widget_states()
        states.widgets.append(state)
        self.app._run(states)
        assert not self.app.exception, [e.message for e in self.app.exception]
        return self
