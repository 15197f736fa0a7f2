package sigillo.providers;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Cloudflare's API, version 4: pages of two, so that there are several. */
final class FakeCloudflare extends FakeProvider {
    private static final String ID = "023e105f4ecef8ad9ca31a8372d0c353";
    private static final int PAGE = 2;

    FakeCloudflare(Path folder) throws Exception { super(folder, "api.cloudflare.com"); }

    private static Refused no(int status, int code, String message) {
        return new Refused(status, "{\"success\":false,\"errors\":[{\"code\":" + code + ",\"message\":\"" + message + "\"}],\"messages\":[],\"result\":null}");
    }

    @Override Said tooOften() { return new Said(429, "{\"success\":false,\"errors\":[{\"code\":10429,\"message\":\"Rate limited\"}]}", Map.of("Retry-After", "7")); }

    @Override Said reply(Request request) throws Refused {
        if (!request.field("Authorization").equals("Bearer " + TOKEN)) throw no(403, 10000, "Authentication error");
        var parts = request.path().split("/");
        if (request.path().equals("/client/v4/zones")) {
            var found = request.query().get("name").equals(ZONE) ? "{\"id\":\"" + ID + "\",\"name\":\"" + ZONE + "\",\"status\":\"active\"}" : "";
            return Said.of(200, "{\"success\":true,\"result\":[" + found + "],\"result_info\":{\"page\":1,\"total_pages\":1}}");
        }
        if (!parts[4].equals(ID) || !parts[5].equals("dns_records")) throw no(404, 7003, "Could not route");
        return switch (request.method()) {
            case "GET" -> list(request);
            case "POST" -> made(create(request.json()));
            case "PATCH" -> made(patch(Long.parseLong(parts[6]), request.json()));
            case "DELETE" -> {
                rows.remove(row(Long.parseLong(parts[6])));
                yield Said.of(200, "{\"result\":{\"id\":\"" + parts[6] + "\"}}");
            }
            default -> throw no(405, 10405, "Method not allowed");
        };
    }

    private Said list(Request request) {
        var all = rows(request.query().get("name.exact"), request.query().get("type"));
        int page = Integer.parseInt(request.query().get("page"));
        var answer = JsonMapper.shared().createObjectNode().put("success", true);
        var result = answer.putArray("result");
        all.stream().skip((page - 1L) * PAGE).limit(PAGE).map(FakeCloudflare::json).forEach(result::add);
        answer.putObject("result_info").put("page", page).put("total_pages", Math.max(1, (all.size() + PAGE - 1) / PAGE));
        return Said.of(200, answer.toString());
    }

    private static Said made(Row row) { return Said.of(200, "{\"success\":true,\"result\":" + json(row) + "}"); }

    private static ObjectNode json(Row row) {
        var json = JsonMapper.shared().createObjectNode().put("id", "" + row.id()).put("name", row.name()).put("type", row.type()).put("ttl", row.ttl()).put("proxied", false);
        var words = row.value().split(" ");
        switch (row.type()) {
            case "MX" -> json.put("priority", Integer.parseInt(words[0])).put("content", bare(words[1]));
            case "SRV" -> json.putObject("data").put("priority", Integer.parseInt(words[0])).put("weight", Integer.parseInt(words[1])).put("port", Integer.parseInt(words[2]))
                .put("target", bare(words[3]));
            case "TLSA" -> json.putObject("data").put("usage", Integer.parseInt(words[0])).put("selector", Integer.parseInt(words[1]))
                .put("matching_type", Integer.parseInt(words[2])).put("certificate", words[3]);
            case "CAA" -> json.putObject("data").put("flags", Integer.parseInt(words[0])).put("tag", words[1]).put("value", words[2].replace("\"", ""));
            case "CNAME" -> json.put("content", bare(row.value()));
            default -> json.put("content", row.value());
        }
        return json;
    }

    private static String bare(String host) { return host.equals(".") ? host : host.replaceFirst("[.]$", ""); }

    private Row create(JsonNode json) throws Refused {
        var name = json.path("name").asString("");
        var type = json.path("type").asString("");
        int ttl = json.path("ttl").asInt(0);
        if (!name.endsWith(ZONE)) throw no(400, 9000, "DNS name is invalid.");
        if (ttl != 1 && (ttl < 60 || ttl > 86400)) throw no(400, 9021, "TTL must be between 60 and 86400 seconds, or 1 for Automatic.");
        if (json.path("proxied").asBoolean(false)) throw no(400, 9004, "this must not be proxied");
        var value = value(name, type, json);
        if (rows(name, type).stream().anyMatch(row -> row.value().equals(canonical(name, type, value)))) throw no(400, 81058, "An identical record already exists.");
        boolean isAlias = type.equals("CNAME") ? rows.stream().anyMatch(row -> row.name().equals(name)) : !rows(name, "CNAME").isEmpty();
        if (isAlias) throw no(400, 81053, "An A, AAAA, or CNAME record with that host already exists.");
        return put(name, type, ttl, value);
    }

    private Row patch(long id, JsonNode json) throws Refused {
        var old = row(id);
        var value = value(old.name(), old.type(), json);
        rows.remove(old);
        return put(old.name(), old.type(), old.ttl(), value);
    }

    private static String value(String name, String type, JsonNode json) throws Refused {
        var content = json.path("content").asString("");
        var data = json.path("data");
        for (var field : needed(type)) if (data.path(field).isMissingNode()) throw no(400, 9101, field + " is a required data field.");
        if (List.of("CNAME", "MX").contains(type) && content.endsWith(".")) throw no(400, 9007, "Content for " + type + " record must be a hostname.");
        var value = switch (type) {
            case "MX" -> json.path("priority").asInt(-1) + " " + content + ".";
            case "CNAME" -> content + ".";
            case "SRV" -> data.path("priority").asInt() + " " + data.path("weight").asInt() + " " + data.path("port").asInt() + " "
                + (data.path("target").asString().equals(".") ? "." : data.path("target").asString() + ".");
            case "TLSA" -> data.path("usage").asInt() + " " + data.path("selector").asInt() + " " + data.path("matching_type").asInt() + " " + data.path("certificate").asString();
            case "CAA" -> data.path("flags").asInt() + " " + data.path("tag").asString() + " \"" + data.path("value").asString() + "\"";
            default -> content;
        };
        if (!isZoneFile(name, type, value)) throw no(400, 9207, "Content for " + type + " record is invalid.");
        return value;
    }

    private static List<String> needed(String type) {
        return switch (type) {
            case "SRV" -> List.of("priority", "weight", "port", "target");
            case "TLSA" -> List.of("usage", "selector", "matching_type", "certificate");
            case "CAA" -> List.of("flags", "tag", "value");
            default -> List.of();
        };
    }
}
