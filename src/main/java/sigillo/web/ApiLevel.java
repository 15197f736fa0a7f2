package sigillo.web;

import java.util.Map;
import java.util.stream.Stream;
import sigillo.http.Reply;
import sigillo.keyring.Level;
import tools.jackson.databind.JsonNode;

/** Who can open the mail. */
final class ApiLevel {
    private final House house;
    private final LevelChange change;

    ApiLevel(House house, LevelChange change) {
        this.house = house;
        this.change = change;
    }

    void addTo(Map<String, Call> calls) {
        calls.put("GET /api/level", (visit, _) -> shown(visit));
        calls.put("POST /api/level", this::set);
    }

    private Reply shown(Visit visit) {
        return Json.reply(200, Json.object().put("level", house.keyring().level(visit.mine().user().account()).name())
            .put("mayChange", house.ownersChoose()).put("kitToConfirm", visit.mine().isKitToConfirm()));
    }

    private Reply set(Visit visit, JsonNode with) {
        var level = Stream.of(Level.values()).filter(one -> one.name().equals(Json.text(with, "level"))).findFirst();
        if (level.isEmpty()) return Json.error(400, "level");
        var why = change.to(visit, level.get(), () -> Asking.passwordOrPasskey(house, visit, with));
        return why.map(Api::error).orElseGet(() -> shown(visit));
    }
}
