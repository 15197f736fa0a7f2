package sigillo.web;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import sigillo.base.Address;
import sigillo.directory.Edited;
import sigillo.http.Reply;
import sigillo.masked.Masked;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Masked addresses. */
final class ApiMasked {
    private static final String PATH = "/api/masked";

    private final House house;

    ApiMasked(House house) { this.house = house; }

    void addTo(Map<String, Call> calls) {
        calls.put("GET " + PATH, (visit, _) -> list(visit));
        calls.put("POST " + PATH, (visit, with) -> with.has("address") ? change(visit, with) : make(visit, with));
        calls.put("DELETE " + PATH, (visit, with) -> of(with, address ->
            house.masked().remove(Optional.of(visit.mine().user().account()), address)));
    }

    private Reply list(Visit visit) {
        var list = Json.object();
        var all = list.putArray("masked");
        house.masked().of(visit.mine().user().account()).forEach(line -> all.add(shown(line)));
        return Json.reply(200, list);
    }

    private Reply make(Visit visit, JsonNode with) { return reply(house.masked().make(visit.mine().user().account(), Json.text(with, "note"))); }

    private Reply change(Visit visit, JsonNode with) {
        var owner = Optional.of(visit.mine().user().account());
        return of(with, address -> {
            Edited<Masked.Line> now = new Edited.Refused<>("nothing is to change");
            if (with.has("note")) now = house.masked().note(owner, address, Json.text(with, "note"));
            boolean isRefused = with.has("note") && now instanceof Edited.Refused;
            return with.has("paused") && !isRefused ? house.masked().pause(owner, address, with.path("paused").asBoolean(false)) : now;
        });
    }

    private static Reply of(JsonNode with, Function<Address, Edited<Masked.Line>> change) {
        return Address.parse(Json.text(with, "address")).map(address -> reply(change.apply(address)))
            .orElseGet(() -> Json.error(400, "address"));
    }

    private static Reply reply(Edited<Masked.Line> edited) {
        return edited instanceof Edited.Done<Masked.Line>(var line) ? Json.reply(200, shown(line)) : Json.error(409, "notDone");
    }

    private static ObjectNode shown(Masked.Line line) {
        var shown = Json.object().put("address", line.address().address().toString()).put("note", line.known().note())
            .put("paused", line.address().paused()).put("createdAt", line.address().createdAt().toString());
        line.known().first().ifPresent(first -> shown.putObject("first").put("from", first.sender()).put("at", first.at().toString()));
        line.known().last().ifPresent(last -> shown.put("lastMailAt", last.toString()));
        return shown;
    }
}
