package sigillo.web;

import java.util.List;
import java.util.Map;
import sigillo.account.AccountId;
import sigillo.directory.Edited;
import sigillo.http.Reply;
import sigillo.login.SecondFactor;
import tools.jackson.databind.JsonNode;

/** The second factor. */
final class ApiFactor {
    private final House house;

    ApiFactor(House house) { this.house = house; }

    void addTo(Map<String, Call> calls) {
        calls.put("GET /api/second-factor", (visit, _) -> shown(visit.mine().user().account()));
        calls.put("POST /api/second-factor/begin", this::begin);
        calls.put("POST /api/second-factor/confirm", (visit, with) ->
            codes(house.factor().confirm(visit.mine().user().account(), Json.text(with, "code"))));
        calls.put("POST /api/second-factor/codes", this::newCodes);
        calls.put("POST /api/second-factor/off", this::turnOff);
    }

    private Reply shown(AccountId account) {
        return Json.reply(200, Json.object().put("isOn", house.factor().isOn(account))
            .put("codesLeft", house.factor().codesLeft(account)));
    }

    private Reply begin(Visit visit, JsonNode with) {
        var why = Asking.password(house, visit, with);
        if (why.isPresent()) return Api.error(why.get());
        var user = visit.mine().user();
        return switch (house.factor().begin(user.account(), user.address(), house.name().name())) {
            case Edited.Refused<SecondFactor.Enrolment> _ -> Json.error(409, "notDone");
            case Edited.Done<SecondFactor.Enrolment>(var made) ->
                Json.reply(200, Json.object().put("secret", made.secret()).put("link", made.link()));
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
        var why = Asking.code(house, visit, Json.text(with, "code"));
        return why.map(Api::error).orElseGet(() -> codes(house.factor().newCodes(visit.mine().user().account())));
    }

    private Reply turnOff(Visit visit, JsonNode with) {
        var why = Asking.password(house, visit, with)
            .or(() -> Asking.code(house, visit, Json.text(with, "code")));
        if (why.isPresent()) return Api.error(why.get());
        house.factor().turnOff(visit.mine().user().account());
        return Json.done();
    }
}
