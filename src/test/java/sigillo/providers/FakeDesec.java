package sigillo.providers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** deSEC's API, version 1. */
final class FakeDesec extends FakeSets {
    FakeDesec(Path folder) throws Exception { super(folder, "desec.io"); }

    @Override Refused no(int status, String message) {
        return new Refused(status == 422 ? 400 : status, status == 422 ? "[{\"records\":[\"" + message + "\"]}]" : "{\"detail\":\"" + message + "\"}");
    }

    @Override Said tooOften() { return new Said(429, "{\"detail\":\"Request was throttled. Expected available in 7 seconds.\"}", Map.of("Retry-After", "7")); }

    @Override Said reply(Request request) throws Refused {
        if (!request.field("Authorization").equals("Token " + TOKEN)) throw new Refused(401, "{\"detail\":\"Invalid token.\",\"message\":\"Invalid token.\"}");
        var parts = request.path().split("/");
        if (!request.path().endsWith("/") || !parts[4].equals(ZONE)) throw no(404, "Not found.");
        if (parts.length == 5) return Said.of(200, "{\"name\":\"" + ZONE + "\",\"minimum_ttl\":3600}");
        if (parts.length == 6 && request.method().equals("PATCH")) return patch(request);
        var found = rows(full(parts[6]), parts[7]);
        if (found.isEmpty()) throw no(404, "No RRset matches the given query.");
        var json = JsonMapper.shared().createObjectNode().put("domain", ZONE).put("subname", label(full(parts[6]))).put("type", parts[7]).put("ttl", found.getFirst().ttl());
        var records = json.putArray("records");
        found.forEach(row -> records.add(row.value()));
        return Said.of(200, json.toString());
    }

    /** All of it or nothing. */
    private Said patch(Request request) throws Refused {
        var before = List.copyOf(rows);
        try {
            for (var set : request.json()) {
                for (var field : List.of("subname", "type", "ttl", "records")) if (set.path(field).isMissingNode()) throw no(400, field + ": This field is required.");
                if (set.path("subname").asString().equals("@")) throw no(400, "Subname can only use (lowercase) a-z, 0-9, ., -, and _");
                int ttl = set.path("ttl").asInt();
                if (ttl < 3600 || ttl > 86400) throw no(400, "Ensure this value is greater than or equal to 3600.");
                var values = new ArrayList<String>();
                set.path("records").forEach(one -> values.add(one.asString()));
                set(full(set.path("subname").asString()), set.path("type").asString(), ttl, values);
            }
        } catch (Refused no) {
            rows.clear();
            rows.addAll(before);
            throw no;
        }
        return Said.of(200, "[]");
    }
}
