package sigillo.web;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sigillo.directory.Edited;
import sigillo.http.Reply;
import sigillo.login.Grant;
import sigillo.login.Grants;
import sigillo.login.SignIn.Service;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** App passwords and tokens; programs that were let in. */
final class ApiGrants {
    private final House house;

    ApiGrants(House house) { this.house = house; }

    void addTo(Map<String, Call> calls) {
        addTo(calls, "/api/app-passwords", Grant.Kind.APP_PASSWORD);
        addTo(calls, "/api/tokens", Grant.Kind.TOKEN);
        calls.put("GET /api/programs", (visit, _) -> list(visit, Grant.Kind.PROGRAM));
        calls.put("DELETE /api/programs",
            (visit, with) -> revoke(visit, Grant.Kind.PROGRAM, with.path("number").asLong(0)));
    }

    private void addTo(Map<String, Call> calls, String path, Grant.Kind kind) {
        calls.put("GET " + path, (visit, _) -> list(visit, kind));
        calls.put("POST " + path, (visit, with) -> make(visit, kind, with));
        calls.put("DELETE " + path, (visit, with) -> revoke(visit, kind, with.path("number").asLong(0)));
    }

    private Reply list(Visit visit, Grant.Kind kind) {
        var list = Json.object();
        var grants = list.putArray("grants");
        var listed = house.grants().list(visit.mine().user().address(), kind);
        if (listed instanceof Edited.Done<List<Grant>>(var there)) there.forEach(grant -> grants.add(shown(grant)));
        return Json.reply(200, list);
    }

    static ObjectNode shown(Grant grant) {
        var shown = Json.object().put("number", grant.number()).put("name", grant.name())
            .put("createdAt", grant.createdAt().toString());
        var services = shown.putArray("services");
        grant.scopes().stream().sorted().forEach(service -> services.add(service.name().toLowerCase(Locale.ROOT)));
        grant.expiresAt().ifPresent(end -> shown.put("expiresAt", end.toString()));
        grant.lastUse().ifPresent(use -> {
            var last = shown.putObject("lastUse").put("at", use.at().toString())
                .put("service", use.service().name().toLowerCase(Locale.ROOT));
            use.network().ifPresent(network -> last.put("network", network));
        });
        return shown;
    }

    private Reply make(Visit visit, Grant.Kind kind, JsonNode with) {
        var why = Asking.password(house, visit, with);
        if (why.isPresent()) return Api.error(why.get());
        var services = services(Json.texts(with, "services"));
        if (services.isEmpty()) return Json.error(400, "services");
        var life = kind == Grant.Kind.TOKEN ? Optional.of(life(with)) : Optional.<Duration>empty();
        var wish = new Grants.Wish(kind, Json.text(with, "name").strip(), services.get(), life);
        return switch (house.grants().make(visit.mine().user().address(), visit.mine().unlocked(), wish)) {
            case Edited.Refused<Grants.Made> _ -> Json.error(409, "notDone");
            case Edited.Done<Grants.Made>(var made) ->
                Json.reply(200, shown(made.grant()).put("secret", made.secret()));
        };
    }

    /** What is too long or too short is refused later. */
    private static Duration life(JsonNode with) {
        return Duration.ofDays(Math.clamp(with.path("days").asInt(30), 0, 100_000));
    }

    /** Empty when one is none, or there is none. */
    private static Optional<Set<Service>> services(List<String> names) {
        var found = Stream.of(Service.values())
            .filter(service -> names.stream().anyMatch(service.name()::equalsIgnoreCase))
            .collect(Collectors.toSet());
        return found.isEmpty() || found.size() != Set.copyOf(names).size() ? Optional.empty() : Optional.of(found);
    }

    private Reply revoke(Visit visit, Grant.Kind kind, long number) {
        var revoked = house.grants().revoke(visit.mine().user().address(), kind, number);
        return revoked instanceof Edited.Done<Grant> ? Json.done() : Json.error(404, "notFound");
    }
}
