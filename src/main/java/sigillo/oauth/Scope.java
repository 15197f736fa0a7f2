package sigillo.oauth;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What tokens are good for. {@link #MAIL} is all of them: draft-ietf-mailmaint-oauth-public-06. */
public enum Scope {
    MAIL("urn:ietf:params:oauth:scope:mail"), IMAP("imap"), POP("pop"), SUBMISSION("submission"), JMAP("jmap"),
    SIEVE("sieve");

    private static final int CHARACTERS_MAX = 1_000;
    /** RFC 6749 section 3.3. */
    private static final Pattern FORM = Pattern.compile("[!\\x23-\\x5B\\x5D-\\x7E]+(?: [!\\x23-\\x5B\\x5D-\\x7E]+)*");
    private static final String OTHER_NAME_OF_SUBMISSION = "smtp";

    private final String text;

    Scope(String text) { this.text = text; }

    public String text() { return text; }

    /**
     * Those that are known; others are passed over (RFC 6749 section 3.3). All where nothing is said. Empty for what is no
     * list of them, or has none that is known.
     */
    public static Optional<Set<Scope>> parse(Optional<String> said) {
        if (said.isEmpty()) return Optional.of(EnumSet.of(MAIL));
        if (said.get().length() > CHARACTERS_MAX || !FORM.matcher(said.get()).matches()) return Optional.empty();
        var found = EnumSet.noneOf(Scope.class);
        for (var word : said.get().split(" ")) {
            for (var scope : values()) if (scope.text.equals(word)) found.add(scope);
            if (word.equals(OTHER_NAME_OF_SUBMISSION)) found.add(SUBMISSION);
        }
        return Optional.of(found).filter(all -> !all.isEmpty()).map(all -> all);
    }

    public static String text(Set<Scope> scopes) {
        return scopes.stream().sorted().map(Scope::text).collect(Collectors.joining(" "));
    }
}
