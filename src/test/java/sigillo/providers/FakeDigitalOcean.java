package sigillo.providers;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** DigitalOcean's API, version 2: pages of two. */
final class FakeDigitalOcean extends FakeProvider {
    private static final int PAGE = 2;

    FakeDigitalOcean(Path folder) throws Exception { super(folder, "api.digitalocean.com"); }

    private static Refused no(int status, String id, String message) { return new Refused(status, "{\"id\":\"" + id + "\",\"message\":\"" + message + "\"}"); }

    /** It says when it counts anew. */
    @Override Said tooOften() {
        return new Said(429, "{\"id\":\"too_many_requests\",\"message\":\"API rate limit exceeded.\"}", Map.of("ratelimit-reset", "" + (ProvidersTest.NOW.getEpochSecond() + 7)));
    }

    @Override Said reply(Request request) throws Refused {
        if (!request.field("Authorization").equals("Bearer " + TOKEN)) throw no(401, "unauthorized", "Unable to authenticate you");
        var parts = request.path().split("/");
        if (!parts[3].equals(ZONE)) throw no(404, "not_found", "The resource you were accessing could not be found.");
        if (parts.length == 4) return Said.of(200, "{\"domain\":{\"name\":\"" + ZONE + "\",\"ttl\":1800}}");
        return switch (request.method()) {
            case "GET" -> list(request);
            case "POST" -> Said.of(201, "{\"domain_record\":" + json(checked(request.json(), -1)) + "}");
            case "PUT" -> Said.of(200, "{\"domain_record\":" + json(checked(request.json(), Long.parseLong(parts[5]))) + "}");
            case "DELETE" -> {
                rows.remove(row(Long.parseLong(parts[5])));
                yield Said.of(204, "");
            }
            default -> throw no(405, "method_not_allowed", "no");
        };
    }

    private Said list(Request request) {
        var all = rows(request.query().get("name"), request.query().get("type"));
        int page = Integer.parseInt(request.query().get("page"));
        var answer = JsonMapper.shared().createObjectNode();
        var records = answer.putArray("domain_records");
        all.stream().skip((page - 1L) * PAGE).limit(PAGE).map(FakeDigitalOcean::json).forEach(records::add);
        var pages = answer.putObject("links").putObject("pages");
        if (all.size() > page * PAGE) pages.put("next", "https://api.digitalocean.com/v2/domains/" + ZONE + "/records?page=" + (page + 1));
        answer.putObject("meta").put("total", all.size());
        return Said.of(200, answer.toString());
    }

    /** Hosts come without a dot, and the zone itself as a sign. */
    private static ObjectNode json(Row row) {
        var label = label(row.name());
        var json = JsonMapper.shared().createObjectNode().put("id", row.id()).put("name", label.isEmpty() ? "@" : label).put("type", row.type()).put("ttl", row.ttl());
        var words = row.value().split(" ");
        var host = host(row.value()).replaceFirst("[.]$", "");
        switch (row.type()) {
            case "MX" -> json.put("priority", Integer.parseInt(words[0])).put("data", host.equals(ZONE) ? "@" : host);
            case "SRV" -> json.put("priority", Integer.parseInt(words[0])).put("weight", Integer.parseInt(words[1])).put("port", Integer.parseInt(words[2]))
                .put("data", host.isEmpty() ? "." : host);
            case "CAA" -> json.put("flags", Integer.parseInt(words[0])).put("tag", words[1]).put("data", words[2].replace("\"", ""));
            case "CNAME" -> json.put("data", host.equals(ZONE) ? "@" : host);
            case "TXT" -> json.put("data", joined(row.value()));
            default -> json.put("data", row.value());
        }
        return json;
    }

    private Row checked(JsonNode json, long id) throws Refused {
        var name = full(json.path("name").asString(""));
        var type = json.path("type").asString("");
        var data = json.path("data").asString("");
        int ttl = json.path("ttl").asInt(1800);
        if (!List.of("A", "AAAA", "CAA", "CNAME", "MX", "NS", "TXT", "SRV").contains(type)) throw no(422, "unprocessable_entity", "Type is not included in the list");
        if (ttl < 30) throw no(422, "unprocessable_entity", "Ttl must be greater than or equal to 30");
        boolean hasHost = List.of("CNAME", "MX", "SRV", "CAA").contains(type);
        if (hasHost && !data.endsWith(".")) throw no(422, "unprocessable_entity", "Data needs to end with a dot (.)");
        boolean isText = type.equals("TXT");
        if (isText && (data.length() > 512 || data.contains("\""))) throw no(422, "unprocessable_entity", "Data is too long or has quotes");
        for (var field : needed(type)) if (json.path(field).isMissingNode()) throw no(422, "unprocessable_entity", field + " can't be blank");
        var value = switch (type) {
            case "TXT" -> quoted(data);
            case "MX" -> json.path("priority").asInt() + " " + data;
            case "SRV" -> json.path("priority").asInt() + " " + json.path("weight").asInt() + " " + json.path("port").asInt() + " " + data;
            case "CAA" -> json.path("flags").asInt() + " " + json.path("tag").asString() + " \"" + data.replaceFirst("[.]$", "") + "\"";
            default -> data;
        };
        if (!isZoneFile(name, type, value)) throw no(422, "unprocessable_entity", "Data is not valid");
        if (rows(name, type).stream().anyMatch(row -> row.value().equals(canonical(name, type, value)))) throw no(422, "unprocessable_entity", "duplicate record");
        if (id >= 0) rows.remove(row(id));
        return put(name, type, ttl, value);
    }

    private static List<String> needed(String type) {
        return switch (type) {
            case "MX" -> List.of("priority");
            case "SRV" -> List.of("priority", "weight", "port");
            case "CAA" -> List.of("flags", "tag");
            default -> List.of();
        };
    }
}
