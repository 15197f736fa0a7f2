package sigillo.web;

import sigillo.http.Reply;
import tools.jackson.databind.JsonNode;

/**
 * Versions of this program: which runs, which there are, how the last upgrade went. None is made from here:
 * docs/upgrading.md.
 */
final class ApiOperatorUpgrades {
    private final OperatorCalls calls;

    ApiOperatorUpgrades(OperatorCalls calls) { this.calls = calls; }

    void add() {
        calls.get("upgrades", (visit, _) -> shown(visit, false));
        calls.post("upgrades/look", (visit, _) -> shown(visit, true));
    }

    private Reply shown(Visit visit, boolean look) {
        return calls.ask(visit, "ShowReleases", Json.object().put("look", look), ApiOperatorUpgrades::shown);
    }

    private static JsonNode shown(JsonNode all) {
        var shown = OperatorCalls.only(all, "installed", "feed", "trouble", "since", "urgent", "command");
        if (all.path("next").isObject()) shown.set("next",
            OperatorCalls.only(all.path("next"), "version", "security", "about", "aboutInItalian"));
        if (all.path("last").isObject()) shown.set("last",
            OperatorCalls.only(all.path("last"), "state", "from", "to", "at", "why", "trouble"));
        return shown;
    }
}
