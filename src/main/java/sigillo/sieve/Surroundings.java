package sigillo.sieve;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import sigillo.message.Message;

/**
 * All that a script may ask of.
 *
 * @param message as it came
 * @param now when it came
 * @param zone of the owner, RFC 5260 section 4.1
 */
public record Surroundings(Message message, Envelope envelope, Mailboxes mailboxes, Environment environment,
    Duplicates duplicates,
                           Lists lists, Scores scores, Instant now, ZoneId zone) {

    /**
     * RFC 5228 section 5.4.
     *
     * @param from empty: notifications
     * @param to the address by which the mail came to this account
     * @param auth who had signed in to send it, RFC 5228 section 5.4
     */
    public record Envelope(String from, String to, Optional<String> auth) {}

    /** The owner's. RFC 5490, RFC 9042, RFC 8579. */
    public interface Mailboxes {
        /** And mail can be put into it. */
        boolean exists(String name);

        boolean existsId(String id);

        /** {@code use} as RFC 6154 section 2 writes it: {@code \Junk}. With a name: whether that mailbox has it. */
        boolean existsUse(Optional<String> name, String use);
    }

    /** RFC 5183 section 4; in lower case. Empty: not known. */
    @FunctionalInterface public interface Environment {
        Optional<String> item(String name);
    }

    /** RFC 7352: whether a key is remembered; {@link Action.Remember} says that it is to be. */
    @FunctionalInterface public interface Duplicates {
        boolean has(String key);
    }

    /** RFC 6134. */
    public interface Lists {
        Lists NONE = new Lists() {
            @Override public boolean exists(String list) { return false; }

            @Override public boolean contains(String list, String value) { return false; }
        };

        boolean exists(String list);

        boolean contains(String list, String value);
    }

    /**
     * RFC 5235.
     *
     * @param spam 0 is clear, 1 is spam; empty: nobody has looked
     * @param virus 1 is clean, 5 is infected; empty: nobody has looked
     */
    public record Scores(OptionalDouble spam, OptionalInt virus) {
        public static final Scores NONE = new Scores(OptionalDouble.empty(), OptionalInt.empty());
    }

    static void addTo(Vocabulary all) {
        all.extensions("environment", "imapsieve", "spamtest", "spamtestplus", "virustest", "extlists");
        all.test(Match.tags(Form.test("environment", "environment", Form.Kind.TEXT, Form.Kind.TEXTS)),
            Surroundings::environment);
        all.test(Match.tags(Form.test("spamtest", "spamtest", Form.Kind.TEXT)).tag("percent", "spamtestplus"),
            Surroundings::spamtest);
        all.test(Match.tags(Form.test("virustest", "virustest", Form.Kind.TEXT)), Surroundings::virustest);
        all.test(Form.test("valid_ext_list", "extlists", Form.Kind.TEXTS), given -> {
            var lists = given.texts(0);
            return run -> lists.in(run).stream().map(Surroundings::listName).allMatch(run.around().lists()::exists);
        });
    }

    /** RFC 6134 section 2.9: what begins with a colon is short for a URN. */
    static String listName(String name) { return name.startsWith(":addrbook:") ? "urn:ietf:params:sieve" + name
        : name; }

    /** RFC 5183 section 4: an item that is not known matches nothing, and has no count. */
    private static Condition environment(Given given) {
        var name = given.text(0);
        var match = Match.of(given);
        var keys = match.keys(given, 1);
        return run -> {
            var item = run.around().environment.item(Ascii.lower(name.in(run)));
            return item.isPresent() && match.any(run, item.get().isEmpty() && match.type() == Match.Type.COUNT
                ? List.<String>of().iterator() : List.of(item.get()).iterator(), keys);
        };
    }

    private static Condition spamtest(Given given) {
        boolean percent = given.has("percent");
        if (given.has("count")) given.compiler().error(given.place(), "'spamtest' has nothing to count");
        var match = Match.of(given);
        return new Compare(run -> one(spam(run.around().scores.spam, percent)), match, match.keys(given, 0));
    }

    /** RFC 5235 section 3.2: 0 when nobody has looked, 1 clear, 10 spam; as percents from 0 to 100. */
    private static String spam(OptionalDouble score, boolean percent) {
        if (score.isEmpty()) return "0";
        double value = Math.clamp(score.getAsDouble(), 0.0, 1.0);
        return Long.toString(percent ? Math.round(value * 100) : 1 + (long) (value * 9));
    }

    /** RFC 5235 section 3. */
    private static Condition virustest(Given given) {
        var match = Match.of(given);
        return new Compare(run -> one(Integer.toString(run.around().scores.virus.orElse(0))), match, match.keys(
            given, 0));
    }

    private static Iterator<String> one(String value) { return List.of(value).iterator(); }
}
