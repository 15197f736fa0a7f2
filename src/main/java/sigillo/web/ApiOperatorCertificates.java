package sigillo.web;

import tools.jackson.databind.JsonNode;

/** Certificates: what is served for which names, until when, and what follows. */
final class ApiOperatorCertificates {
    private static final int LISTED_MAX = 100;

    private final OperatorCalls calls;

    ApiOperatorCertificates(OperatorCalls calls) { this.calls = calls; }

    void add() {
        calls.get("certificates", (visit, _) -> calls.ask(visit, "ShowCertificates", Json.object(),
            ApiOperatorCertificates::shown));
        calls.post("certificates/renew",
            (visit, _) -> calls.change(visit, "RenewCertificate", Json.object().put("newKey", false)));
        calls.danger("certificates/new-key",
            (visit, _) -> calls.change(visit, "RenewCertificate", Json.object().put("newKey", true)));
    }

    private static JsonNode shown(JsonNode all) {
        var shown = OperatorCalls.only(all, "orders", "otherwise", "nextOrder", "why", "failed", "tlsa", "nextTlsa",
            "nextKeyAt");
        var served = shown.putArray("served");
        all.path("served").valueStream().limit(LISTED_MAX).forEach(one -> {
            var line = OperatorCalls.only(one, "issuer", "until", "renewed", "from");
            var names = line.putArray("names");
            OperatorCalls.texts(one, "names", LISTED_MAX).forEach(names::add);
            served.add(line);
        });
        return shown.setAll(OperatorCalls.lines(all.path("missing"), "missing", LISTED_MAX, "about", "sentence"));
    }
}
