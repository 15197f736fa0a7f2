package sigillo.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import sigillo.http.Asked;
import sigillo.http.Fields;
import sigillo.oauth.Metadata;

/** Where one goes after signing in: a page of ours with its query, and nowhere else, whatever a form says. */
record Onward(String path, Fields query) {
    private static final Set<String> PATHS = Set.of(Metadata.AUTHORIZE, Metadata.DEVICE, SetupDoor.PATH);

    /** Empty for what is none of those pages. */
    static Optional<Onward> parse(String text) {
        int mark = text.indexOf('?');
        var path = mark < 0 ? text : text.substring(0, mark);
        return PATHS.contains(path) ? Optional.of(new Onward(path, Fields.parse(mark < 0 ? "" : text.substring(mark + 1))))
            : Optional.empty();
    }

    /** The page that is asked for, where it is one of those. */
    static Optional<Onward> at(Asked asked) {
        return PATHS.contains(asked.path()) ? Optional.of(new Onward(asked.path(), asked.query())) : Optional.empty();
    }

    /** Here with that query, but for one field. */
    String without(Fields said, String name) {
        var rest = new java.util.LinkedHashMap<>(said.values());
        rest.remove(name);
        return new Onward(path, new Fields(rest)).text();
    }

    /** The page of sign-in that leads here. */
    String signIn() { return "/sign-in?to=" + encoded(text()); }

    /** Written anew: nothing that would end a header is left. */
    String text() {
        var said = query.values().entrySet().stream().filter(one -> !one.getKey().equals("said"))
            .map(one -> pairs(one)).filter(pairs -> !pairs.isEmpty()).collect(Collectors.joining("&"));
        return said.isEmpty() ? path : path + "?" + said;
    }

    private static String pairs(Map.Entry<String, List<String>> one) {
        return one.getValue().stream().map(value -> encoded(one.getKey()) + "=" + encoded(value)).collect(Collectors.joining("&"));
    }

    private static String encoded(String text) { return URLEncoder.encode(text, StandardCharsets.UTF_8); }
}
