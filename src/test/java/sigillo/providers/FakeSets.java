package sigillo.providers;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;

/** Providers that keep sets: their values are those of a zone file. */
abstract class FakeSets extends FakeProvider {
    FakeSets(Path folder, String host) throws Exception { super(folder, host); }

    /** In this provider's words. */
    abstract Refused no(int status, String message);

    final void set(String name, String type, int ttl, List<String> values) throws Refused {
        for (var value : values) {
            if (!isZoneFile(name, type, value)) throw no(422, type + " is not as a zone file has it: " + value.replace("\"", "'"));
        }
        if (new HashSet<>(values).size() < values.size()) throw no(422, "the same value twice");
        boolean isAlias = type.equals("CNAME") ? rows.stream().anyMatch(row -> row.name().equals(name) && !row.type().equals(type)) : !rows(name, "CNAME").isEmpty();
        if (isAlias && !values.isEmpty()) throw no(409, "an alias cannot be beside others");
        rows.removeAll(rows(name, type));
        values.forEach(value -> put(name, type, ttl, value));
    }
}
