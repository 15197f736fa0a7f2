package sigillo.web;

import java.util.List;
import java.util.Map;
import sigillo.directory.Edited;
import sigillo.login.SecondFactor;
import tools.jackson.databind.JsonNode;

/** The second factor. */
final class ApiFactor {
    private final House house;

    ApiFactor(House house) { this.house = house; }

    void addTo(Map<String, Call> calls) {
        calls.put("GET /api/second-factor", (visit, _) -> Json.reply(200, Json.object().put("isOn", house.factor().isOn(visit.mine().user().account()))
            .put("codesLeft", house.factor().codesLeft(visit.mine().user().account()))));
        calls.put("POST /api/second-factor/begin", this::begin);
        calls.put("POST /api/second-factor/confirm", (visit, with) -> codes(house.factor().confirm(visit.mine().user().account(), Json.text(with, "code"))));
        calls.put("POST /api/second-factor/codes", this::newCodes);
        calls.put("POST /api/second-factor/off", this::turnOff);
    }

    private Reply begin(Visit visit, JsonNode with) {
        var why = Asking.password(house, visit, Json.text(with, "password"));
        if (why.isPresent()) return Api.error(why.get());
        return switch (house.factor().begin(visit.mine().user().account(), visit.mine().user().address(), house.name().name())) {
            case Edited.Refused<SecondFactor.Enrolment> _ -> Json.error(409, "notDone");
            case Edited.Done<SecondFactor.Enrolment>(var made) -> Json.reply(200, Json.object().put("secret", made.secret()).put("link", made.link()));
        };
    }

    private static Reply codes(Edited<List<String>> edited) {
        if (!(edited instanceof Edited.Done<List<String>>(var codes))) return Json.error(403, "codeWrong");
        var shown = Json.object();
        var array = shown.putArray("codes");
        codes.forEach(array::add);
        return Json.reply(200, shown);
    }

    private Reply newCodes(Visit visit, JsonNode with) {
        return Asking.code(house, visit, Json.text(with, "code")).map(Api::error).orElseGet(() -> codes(house.factor().newCodes(visit.mine().user().account())));
    }

    private Reply turnOff(Visit visit, JsonNode with) {
        return Asking.password(house, visit, Json.text(with, "password")).or(() -> Asking.code(house, visit, Json.text(with, "code"))).map(Api::error)
            .orElseGet(() -> {
                house.factor().turnOff(visit.mine().user().account());
                return Json.done();
            });
    }
}
