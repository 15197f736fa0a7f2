package sigillo.oauth;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a query or form says: RFC 6749 section 3.1 and 3.2. One without a value is none. */
public record Parameters(Map<String, List<String>> values) {
    public Parameters { values = Map.copyOf(values); }

    public Optional<String> get(String name) {
        return values.getOrDefault(name, List.of()).stream().findFirst().filter(value -> !value.isEmpty());
    }

    /** RFC 6749 section 3.1: none may be there more than once. RFC 8707: but {@code resource} may. */
    public boolean isTwice() {
        return values.entrySet().stream().anyMatch(one -> one.getValue().size() > 1 && !one.getKey().equals("resource"));
    }

    public boolean isTwice(String name) { return values.getOrDefault(name, List.of()).size() > 1; }

    /** Secrets are among them. */
    @Override public String toString() { return values.keySet().toString(); }
}
