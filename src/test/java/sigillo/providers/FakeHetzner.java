package sigillo.providers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The zones of the Hetzner Cloud's API, version 1. */
final class FakeHetzner extends FakeSets {
    private static final int ID = 4711;
    private static final String ACTION = "{\"action\":{\"id\":1,\"command\":\"set_rrset_records\",\"status\":\"running\",\"progress\":0,\"error\":null}}";

    FakeHetzner(Path folder) throws Exception { super(folder, "api.hetzner.cloud"); }

    @Override Refused no(int status, String message) {
        return new Refused(status, "{\"error\":{\"code\":\"invalid_input\",\"message\":\"" + message + "\",\"details\":{}}}");
    }

    @Override Said tooOften() {
        return new Said(429, "{\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"limit of 3600 requests per hour reached\"}}",
            Map.of("RateLimit-Reset", "" + (ProvidersTest.NOW.getEpochSecond() + 7)));
    }

    @Override Said reply(Request request) throws Refused {
        if (!request.field("Authorization").equals("Bearer " + TOKEN)) throw no(401, "unable to authenticate");
        var parts = request.path().split("/");
        if (!parts[3].equals(ZONE) && !parts[3].equals("" + ID)) throw no(404, "zone not found");
        if (parts.length == 4) return Said.of(200, "{\"zone\":{\"id\":" + ID + ",\"name\":\"" + ZONE + "\",\"mode\":\"primary\",\"ttl\":3600}}");
        if (parts.length == 5) {
            var body = request.json();
            var name = full(body.path("name").asString(""));
            var type = body.path("type").asString("");
            if (!rows(name, type).isEmpty()) throw no(409, "rrset already exists");
            return changed(name, type, ttl(body), body);
        }
        var name = full(parts[5]);
        var type = parts[6];
        if (rows(name, type).isEmpty()) throw no(404, "rrset not found");
        if (parts.length == 9 && parts[8].equals("set_records")) return changed(name, type, rows(name, type).getFirst().ttl(), request.json());
        if (request.method().equals("GET")) return shown(parts[5], rows(name, type));
        if (!request.method().equals("DELETE")) throw no(405, "no");
        rows.removeAll(rows(name, type));
        return Said.of(201, ACTION);
    }

    private int ttl(JsonNode body) throws Refused {
        int ttl = body.path("ttl").asInt(3600);
        if (ttl < 60 || ttl > 2147483647) throw no(422, "ttl must be at least 60");
        return ttl;
    }

    private Said changed(String name, String type, int ttl, JsonNode body) throws Refused {
        var values = new ArrayList<String>();
        body.path("records").forEach(one -> values.add(one.path("value").asString("")));
        if (values.isEmpty()) throw no(422, "records: missing");
        set(name, type, ttl, values);
        return Said.of(201, ACTION);
    }

    private static Said shown(String label, List<Row> found) {
        var json = JsonMapper.shared().createObjectNode();
        var set = json.putObject("rrset").put("id", label + "/" + found.getFirst().type()).put("name", label).put("type", found.getFirst().type()).put("ttl", found.getFirst().ttl());
        var records = set.putArray("records");
        found.forEach(row -> records.addObject().put("value", row.value()).put("comment", ""));
        return Said.of(200, json.toString());
    }
}
