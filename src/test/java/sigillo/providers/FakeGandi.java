package sigillo.providers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** LiveDNS of Gandi, version 5. */
final class FakeGandi extends FakeSets {
    FakeGandi(Path folder) throws Exception { super(folder, "api.gandi.net"); }

    @Override Refused no(int status, String message) {
        return new Refused(status, "{\"status\":\"error\",\"code\":" + status + ",\"object\":\"dns-record\",\"cause\":\"Bad Request\",\"message\":\"" + message + "\"}");
    }

    @Override Said tooOften() { return new Said(429, "{\"code\":429,\"message\":\"too many requests\"}", Map.of("Retry-After", "7")); }

    @Override Said reply(Request request) throws Refused {
        if (!request.field("Authorization").equals("Bearer " + TOKEN)) throw no(401, "The server could not verify that you authorized to access the document you requested.");
        var parts = request.path().split("/");
        if (!request.path().startsWith("/v5/livedns/domains/") || !parts[4].equals(ZONE)) throw no(404, "Unknown domain");
        if (parts.length == 5) return Said.of(200, "{\"fqdn\":\"" + ZONE + "\"}");
        var name = full(parts[6]);
        var type = parts[7];
        return switch (request.method()) {
            case "GET" -> shown(parts[6], name, type);
            case "PUT" -> {
                var body = request.json();
                int ttl = body.path("rrset_ttl").asInt(10800);
                if (ttl < 300 || ttl > 2592000) throw no(400, "rrset_ttl must be between 300 and 2592000");
                var values = new ArrayList<String>();
                body.path("rrset_values").forEach(value -> values.add(value.asString()));
                if (values.isEmpty()) throw no(400, "rrset_values: Required");
                set(name, type, ttl, values);
                yield Said.of(201, "{\"message\":\"DNS Record Created\"}");
            }
            case "DELETE" -> {
                if (rows(name, type).isEmpty()) throw no(404, "Can't find the DNS record");
                rows.removeAll(rows(name, type));
                yield Said.of(204, "");
            }
            default -> throw no(405, "no");
        };
    }

    private Said shown(String label, String name, String type) throws Refused {
        var found = rows(name, type);
        if (found.isEmpty()) throw no(404, "Can't find the DNS record " + label + "/" + type + " in the zone");
        var json = JsonMapper.shared().createObjectNode().put("rrset_name", label).put("rrset_type", type).put("rrset_ttl", found.getFirst().ttl());
        var values = json.putArray("rrset_values");
        found.forEach(row -> values.add(row.value()));
        return Said.of(200, json.toString());
    }
}
