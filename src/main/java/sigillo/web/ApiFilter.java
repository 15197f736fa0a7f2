package sigillo.web;

import java.util.Map;
import sigillo.account.AccountId;
import sigillo.filter.OwnWishes;
import sigillo.filter.Wishes.Threshold;
import sigillo.http.Reply;
import tools.jackson.databind.JsonNode;

/** What an owner wants of the filter. */
final class ApiFilter {
    private static final String PATH = "/api/filter";

    private final House house;

    ApiFilter(House house) { this.house = house; }

    void addTo(Map<String, Call> calls) {
        calls.put("GET " + PATH, (visit, _) -> shown(account(visit)));
        calls.put("POST " + PATH, (visit, with) -> line(account(visit), with));
        calls.put("POST " + PATH + "/list", (visit, with) -> say(account(visit), with));
        calls.put("DELETE " + PATH + "/list", (visit, with) -> unsay(account(visit), with));
    }

    private static AccountId account(Visit visit) { return visit.mine().user().account(); }

    private Reply shown(AccountId account) {
        var wished = house.wishes().of(account);
        var shown = Json.object().put("junkFrom", wished.junkFrom().text()).put("serverJunkFrom", house.wishes().settings().junkFrom())
            .put("isOn", house.wishes().settings().isOn());
        var list = shown.putArray("list");
        wished.listed().forEach(one -> list.addObject().put("who", one.who().text()).put("word", FilterPage.name(one.word())));
        return Json.reply(200, shown);
    }

    private Reply line(AccountId account, JsonNode with) {
        var line = Threshold.parse(Json.text(with, "junkFrom"));
        if (line.isEmpty()) return Json.error(400, "junkFrom");
        house.wishes().junkFrom(account, line.get());
        return shown(account);
    }

    private Reply say(AccountId account, JsonNode with) {
        var word = FilterPage.word(Json.text(with, "word"));
        if (word.isEmpty()) return Json.error(400, "word");
        return switch (house.wishes().say(account, Json.text(with, "who"), word.get())) {
            case OwnWishes.Said.DONE -> shown(account);
            case OwnWishes.Said.NOBODY -> Json.error(400, "who");
            case OwnWishes.Said.FULL -> Json.error(409, "notDone");
        };
    }

    private Reply unsay(AccountId account, JsonNode with) {
        house.wishes().unsay(account, Json.text(with, "who"));
        return shown(account);
    }
}
