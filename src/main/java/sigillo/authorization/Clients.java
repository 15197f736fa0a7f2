package sigillo.authorization;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import sigillo.base.Bytes;
import sigillo.oauth.Client;
import sigillo.oauth.RedirectUri;
import sigillo.oauth.Registration;

/**
 * The programs that may ask. Those that register (RFC 7591) are kept nowhere: their identifier is what they said of
 * themselves, with this server's mark (RFC 7591), so strangers fill nothing. Any thread.
 */
final class Clients {
    private static final String START = "sgn_";
    private static final int MARK_OCTETS = 16;
    private static final Pattern FORM = Pattern.compile(START + "[A-Za-z0-9_-]{24,1400}");

    private final List<Client> known;
    private final boolean registers;
    private final Function<String, Bytes> marks;

    Clients(AuthorizationSettings settings, Function<String, Bytes> marks) {
        this.known = settings.clients();
        this.registers = settings.registers();
        this.marks = marks;
    }

    boolean registers() { return registers; }

    Optional<Client> client(String id) {
        var named = known.stream().filter(one -> one.id().equals(id)).findFirst();
        return named.isPresent() || !registers ? named : registered(id);
    }

    private Optional<Client> registered(String id) {
        if (!FORM.matcher(id).matches()) return Optional.empty();
        byte[] octets;
        try {
            octets = Base64.getUrlDecoder().decode(id.substring(START.length()));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
        var text = new String(octets, MARK_OCTETS, Math.max(0, octets.length - MARK_OCTETS), StandardCharsets.UTF_8);
        boolean isOurs = MessageDigest.isEqual(Arrays.copyOf(octets, MARK_OCTETS), mark(text));
        return isOurs && id.equals(id(text)) ? Optional.of(client(id, text)) : Optional.empty();
    }

    /** The identifier of a program that registers. */
    String register(Registration asked) {
        var lines = new ArrayList<>(List.of(asked.name()));
        asked.redirects().forEach(redirect -> lines.add(redirect.text()));
        return id(String.join("\n", lines));
    }

    private static Client client(String id, String text) {
        var lines = text.split("\n", -1);
        var redirects = Arrays.stream(lines).skip(1).flatMap(line -> RedirectUri.parse(line).stream()).toList();
        return new Client(id, lines[0], redirects);
    }

    private String id(String text) {
        var said = text.getBytes(StandardCharsets.UTF_8);
        var all = Arrays.copyOf(mark(text), MARK_OCTETS + said.length);
        System.arraycopy(said, 0, all, MARK_OCTETS, said.length);
        return START + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    private byte[] mark(String text) { return Arrays.copyOf(marks.apply(text).unsafeArray(), MARK_OCTETS); }
}
