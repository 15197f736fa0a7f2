package sigillo.providers;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** OVH's API, version 1, whose clock is five minutes ahead of ours. What was changed is shown when that is asked for. */
final class FakeOvh extends FakeProvider {
    private static final long NOW = ProvidersTest.NOW.getEpochSecond() + 300;
    static final String APPLICATION = "7kbG7Bk7S9Nt7ZSV";
    static final String CONSUMER = "MtSwSrPpNjqfVSmJhLbPyr2i45lSwPU1";
    int refreshed;
    private int changed;

    FakeOvh(Path folder) throws Exception { super(folder, "eu.api.ovh.com"); }

    private static Refused no(int status, String code, String message) {
        return new Refused(status, "{\"class\":\"Client::" + code + "\",\"message\":\"" + message + "\",\"errorCode\":\"" + code + "\"}");
    }

    @Override Said tooOften() { return new Said(429, "{\"message\":\"too many calls\"}", Map.of("Retry-After", "7")); }

    /** What has been changed and is not shown yet. */
    int unshown() { return changed; }

    private static void signed(Request request) throws Refused {
        var uri = request.exchange().getRequestURI();
        var text = String.join("+", TOKEN, CONSUMER, request.method(), "https://eu.api.ovh.com" + uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()),
            request.body(), request.field("X-Ovh-Timestamp"));
        if (!request.field("X-Ovh-Application").equals(APPLICATION)) throw no(403, "INVALID_KEY", "This application key is invalid");
        if (!request.field("X-Ovh-Timestamp").equals("" + NOW)) throw no(400, "QUERY_TIME_OUT", "Query out of time");
        try {
            var hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
            if (!request.field("X-Ovh-Signature").equals("$1$" + hash)) throw no(400, "INVALID_SIGNATURE", "Invalid signature");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override Said reply(Request request) throws Refused {
        if (request.path().equals("/1.0/auth/time")) return Said.of(200, "" + NOW);
        signed(request);
        var parts = request.path().split("/");
        if (!parts[4].equals(ZONE)) throw no(403, "NOT_GRANTED_CALL", "This call has not been granted");
        if (parts.length == 5) return Said.of(200, "{\"name\":\"" + ZONE + "\",\"dnssecSupported\":true}");
        if (parts[5].equals("refresh")) {
            refreshed++;
            changed = 0;
            return Said.of(200, "null");
        }
        if (request.method().equals("GET") && parts.length == 6) return Said.of(200, rows(full(request.query().get("subDomain")), request.query().get("fieldType"))
            .stream().map(row -> "" + row.id()).collect(Collectors.joining(",", "[", "]")));
        if (request.method().equals("GET")) return shown(row(Long.parseLong(parts[6])));
        changed++;
        return switch (request.method()) {
            case "POST" -> shown(create(request.json()));
            case "PUT" -> {
                var old = row(Long.parseLong(parts[6]));
                var target = target(old.name(), old.type(), request.json());
                rows.remove(old);
                put(old.name(), old.type(), old.ttl(), target);
                yield Said.of(200, "null");
            }
            case "DELETE" -> {
                rows.remove(row(Long.parseLong(parts[6])));
                yield Said.of(200, "null");
            }
            default -> throw no(405, "METHOD", "no");
        };
    }

    private static Said shown(Row row) {
        return Said.of(200, JsonMapper.shared().createObjectNode().put("id", row.id()).put("zone", ZONE).put("subDomain", label(row.name())).put("fieldType", row.type())
            .put("ttl", row.ttl()).put("target", row.value()).toString());
    }

    private Row create(JsonNode body) throws Refused {
        for (var field : List.of("fieldType", "target")) if (body.path(field).isMissingNode()) throw no(400, "MISSING", field + " is missing");
        var name = full(body.path("subDomain").asString(""));
        var type = body.path("fieldType").asString();
        int ttl = body.path("ttl").asInt(0);
        if (ttl != 0 && ttl < 60) throw no(400, "TTL", "Invalid ttl");
        var target = target(name, type, body);
        boolean isThere = rows(name, type).stream().anyMatch(row -> row.value().equals(canonical(name, type, target)));
        if (isThere) throw no(409, "DUPLICATE", "This record already exists");
        return put(name, type, ttl, target);
    }

    private static String target(String name, String type, JsonNode body) throws Refused {
        var target = body.path("target").asString("");
        if (!isZoneFile(name, type, target)) throw no(400, "TARGET", "Invalid target for " + type);
        return target;
    }
}
