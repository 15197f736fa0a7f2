package sigillo.sieve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import sigillo.base.Address;
import sigillo.base.Octets;
import sigillo.message.Message;

/**
 * The extension vnd.dovecot.testsuite: commands by which a script is its own test. One file is one run, with a message,
 * an envelope, mailboxes and what was sent, all of which the script may set and look into.
 */
final class TestBench {
    static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    /** How an outcome begins when a script is missing that the test is about. */
    static final String NOT_IN_CORPUS = "the corpus has no ";

    private static final Set<String> KNOWN_TO_BE_MISSING = Set.of("included/actions-fileinto1",
        "included-global/namespace");

    record Stored(byte[] octets, List<String> flags) {}

    record Sent(String from, String to, byte[] octets) {}

    private final Path folder;
    private final Map<String, String> outcomes = new LinkedHashMap<>();
    private final Map<String, String> config = new HashMap<>();
    private final Map<String, List<Stored>> mailboxes = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final List<Sent> sent = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private final List<String> errors = new ArrayList<>();
    private Surroundings.Envelope envelope = new Surroundings.Envelope(
        "sender@example.com", "recipient@example.com", Optional.empty());
    private Message message = message("From: nobody@example.com\r\n\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    private Optional<Script> compiled = Optional.empty();
    private Optional<Run> inner = Optional.empty();

    private TestBench(Path folder) {
        this.folder = folder;
        mailboxes.put("INBOX", new ArrayList<>());
    }

    /** A test of the file said that it does not hold. */
    private static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1;

        Failed(String why) { super(why, null, false, false); }
    }

    /** Of each test of the file why it failed, or "". The file's own name when it cannot be compiled or breaks off. */
    static Map<String, String> play(Path file) {
        var bench = new TestBench(file.getParent());
        switch (Sieve.compile(readied(file), bench.scripts(), bench.vocabulary())) {
            case Sieve.Compiled.Bad(var errors) -> bench.outcomes.put("compiles", errors.toString());
            case Sieve.Compiled.Ok(var script) -> {
                try {
                    Statement.all(script.statements(), new Run(bench.around()));
                } catch (Fault | Failed why) {
                    bench.outcomes.put("runs to its end", why.getMessage());
                }
            }
        }
        return bench.outcomes;
    }

    /** Without what of Dovecot's has no meaning here. */
    private static byte[] readied(Path file) {
        var text = new String(octets(file), StandardCharsets.UTF_8).replace("${tst.path}", ".")
            .replace("require \"vnd.dovecot.debug\";", "");
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] octets(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Message message(byte[] octets) {
        try {
            return Message.parse(Octets.of(octets));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Scripts scripts() {
        return new Scripts() {
            @Override public Optional<byte[]> personal(String name) { return read("included", name); }

            @Override public Optional<byte[]> global(String name) { return read("included-global", name); }

            private Optional<byte[]> read(String where, String name) {
                var file = folder.resolve(where).resolve(name + ".sieve");
                if (Files.exists(file)) return Optional.of(octets(file));
                if (KNOWN_TO_BE_MISSING.contains(where + "/" + name)) throw new Failed(
                    NOT_IN_CORPUS + where + "/" + name);
                return Optional.empty();
            }
        };
    }

    private Surroundings around() {
        return new Surroundings(message, envelope, new Kept(), this::environment, seen::contains,
            new ListsOfConfig(), scores(), NOW,
            ZoneId.of("+02:00"));
    }

    private Optional<String> environment(String name) {
        return Optional.ofNullable(switch (name) {
            case "name" -> "Pigeonhole Sieve";
            case "version" -> "1.0";
            case "location" -> "MS";
            case "phase" -> "post";
            case "domain", "host" -> "example.com";
            default -> null;
        });
    }

    private final class Kept implements Surroundings.Mailboxes {
        @Override public boolean exists(String name) { return mailboxes.containsKey(name); }

        @Override public boolean existsId(String id) { return false; }

        @Override public boolean existsUse(Optional<String> name, String use) { return false; }
    }

    /** {@code sieve_extlists_list = name=value}. */
    private final class ListsOfConfig implements Surroundings.Lists {
        @Override public boolean exists(String list) { return list.startsWith("urn:ietf:params:sieve:") && config
            .getOrDefault("sieve_extlists_list", "")
            .equals(list.substring("urn:ietf:params:sieve".length())); }

        @Override public boolean contains(String list, String value) { return false; }
    }

    /** What the headers say, by the expressions of the configuration. */
    private Surroundings.Scores scores() {
        var spam = value("spamtest", 1);
        var virus = value("virustest", 5);
        return new Surroundings.Scores(spam, virus.isEmpty() ? OptionalInt.empty() : OptionalInt.of(
            (int) virus.getAsDouble()));
    }

    private OptionalDouble value(String test, double scale) {
        var found = header(config.get("sieve_" + test + "_status_header"));
        if (found.isEmpty()) return OptionalDouble.empty();
        var type = config.getOrDefault("sieve_" + test + "_status_type", "score");
        if (type.equals("text")) return text(test, found.get(), scale);
        if (type.equals("strlen")) return max(test).map(max -> OptionalDouble.of(found.get().length() / max)).orElse(
            OptionalDouble.empty());
        var number = number(found.get());
        var max = max(test);
        if (number.isEmpty() || max.isEmpty()) return OptionalDouble.empty();
        return OptionalDouble.of(Math.max(0, number.get()) / max.get() * scale);
    }

    private OptionalDouble text(String test, String found, double scale) {
        int to = scale == 1 ? 10 : 5;
        for (int i = 0; i <= to; i++) {
            if (!found.equals(config.get("sieve_" + test + "_text_value/" + i))) continue;
            if (i == 0) return OptionalDouble.empty();
            return OptionalDouble.of(scale == 1 ? (i - 1) / 9.0 : i);
        }
        return OptionalDouble.empty();
    }

    private Optional<Double> max(String test) {
        return Optional.ofNullable(config.get("sieve_" + test + "_score_max_value"))
            .or(() -> header(config.get("sieve_" + test + "_score_max_header"))).flatMap(TestBench::number);
    }

    private static Optional<Double> number(String text) {
        try {
            return Optional.of(Double.parseDouble(text.strip()));
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }

    /** {@code Name: expression}: the first group, or the whole value. */
    private Optional<String> header(String spec) {
        if (spec == null) return Optional.empty();
        int colon = spec.indexOf(':');
        var name = (colon < 0 ? spec : spec.substring(0, colon)).strip();
        var field = message.header().first(name);
        if (field.isEmpty() || colon < 0) return field.map(one -> one.raw().strip());
        var matcher = Pattern.compile(spec.substring(colon + 1).strip()).matcher(field.get().raw());
        return matcher.find() ? Optional.of(matcher.groupCount() > 0 ? matcher.group(1) : matcher.group()) : Optional
            .empty();
    }

    private Vocabulary vocabulary() {
        var all = Vocabulary.ours().extensions("vnd.dovecot.testsuite");
        var name = "vnd.dovecot.testsuite";
        var text = Form.Kind.TEXT;
        all.beforeRequire("test_set", "test_config_set", "test_config_reload", "test_mailbox_create", "test");
        all.command(Form.command("test", name, text).withBlock(), this::test);
        all.command(Form.command("test_fail", name, text), given -> {
            var why = given.text(0);
            return run -> { throw new Failed(given.place() + ": " + why.in(run)); };
        });
        all.command(Form.command("test_set", name, text, text), this::set);
        all.command(Form.command("test_config_set", name, text, text), this::configure);
        all.command(Form.command("test_config_unset", name, text), given -> {
            var key = given.text(0);
            return run -> {
                config.remove(key.in(run));
                return turned(run);
            };
        });
        all.command(Form.command("test_config_reload", name).tag("extension", name, text), _ -> this::turned);
        all.command(Form.command("test_binary_save", name, text), _ -> _ -> Statement.NEXT);
        all.command(Form.command("test_binary_load", name, text), _ -> _ -> Statement.NEXT);
        all.command(Form.command("test_mailbox_create", name, text), given -> {
            var mailbox = given.text(0);
            return run -> {
                mailboxes.putIfAbsent(mailbox.in(run), new ArrayList<>());
                return Statement.NEXT;
            };
        });
        all.command(Form.command("test_result_reset", name), _ -> run -> {
            inner = Optional.empty();
            run.forget();
            return turned(run);
        });
        addTests(all, name);
        return all;
    }

    private void addTests(Vocabulary all, String name) {
        var text = Form.Kind.TEXT;
        var texts = Form.Kind.TEXTS;
        all.test(Form.test("test_script_compile", name, text), this::compile);
        all.test(Form.test("test_script_run", name).tag("append_result", name), given -> run -> runInner(
            given.has("append_result")));
        all.test(Form.test("test_multiscript", name, texts), given -> {
            var files = given.texts(0);
            return run -> files.in(run).stream().allMatch(file -> compile(file) && runInner(true)) && execute(
                actions(run));
        });
        all.test(Form.test("test_result_execute", name), _ -> run -> execute(actions(run)));
        var message = Form.test("test_message", name, Form.Kind.NUMBER).tag("smtp", name).tag("folder", name, text);
        all.test(message, this::see);
        all.command(Form.command("test_message", name, Form.Kind.NUMBER).tag("smtp", name).tag("folder", name, text),
            given -> {
            var seen = see(given);
            return run -> {
                if (!seen.holds(run)) throw new Failed(given.place() + ": there is no such message");
                return Statement.NEXT;
            };
        });
        all.test(Match.tags(Form.test("test_error", name, texts)).tag("index", name, Form.Kind.NUMBER), given -> list(
            given, _ -> errors));
        all.test(Match.tags(Form.test("test_result_action", name, texts)).tag("index", name, Form.Kind.NUMBER),
            given -> list(given, run -> actions(run).stream().map(TestBench::name).toList()));
    }

    private interface Listed {
        List<String> in(Run run);
    }

    private static Condition list(Given given, Listed list) {
        int index = (int) (long) given.number("index").orElse(0L);
        var match = Match.of(given);
        var keys = match.keys(given, 0);
        return run -> {
            var all = list.in(run);
            var some = index == 0 ? all : index > all.size() ? List.<String>of() : List.of(all.get(index - 1));
            return match.any(run, some.iterator(), keys);
        };
    }

    private static String name(Action action) {
        return switch (action) {
            case Action.Keep _ -> "keep";
            case Action.FileInto _ -> "store";
            case Action.Redirect _ -> "redirect";
            case Action.Reject _ -> "reject";
            case Action.Vacation _ -> "vacation";
            case Action.Notice _ -> "notify";
            case Action.Remember _ -> "duplicate";
        };
    }

    /** A test that fails ends there, and the file goes on. */
    private Statement test(Given given) {
        var name = given.text(0);
        var block = given.block();
        return run -> {
            var called = name.in(run).isBlank() ? "(no name)" : name.in(run);
            while (outcomes.containsKey(called)) called += " (again)";
            try {
                var flow = Statement.all(block, run);
                outcomes.put(called, "");
                return flow == Statement.Flow.Plain.STOP ? flow : Statement.NEXT;
            } catch (Failed | Fault why) {
                outcomes.put(called, String.valueOf(why.getMessage()));
                return Statement.NEXT;
            }
        };
    }

    private Statement set(Given given) {
        var what = given.text(0);
        var value = given.text(1);
        return run -> {
            var text = value.in(run);
            switch (Ascii.lower(what.in(run))) {
                case "message" -> message = message(text.getBytes(StandardCharsets.UTF_8));
                case "envelope.from" -> envelope = new Surroundings.Envelope(
                    bare(text), envelope.to(), envelope.auth());
                case "envelope.to" -> envelope = new Surroundings.Envelope(
                    envelope.from(), bare(text), envelope.auth());
                case "envelope.auth" -> envelope = new Surroundings.Envelope(
                    envelope.from(), envelope.to(), Optional.of(text));
                case "envelope.orig_to" -> config.put("envelope.orig_to", bare(text));
                default -> throw new Failed("nothing is called " + what.in(run));
            }
            return turned(run);
        };
    }

    private static String bare(String path) { return path.startsWith("<") ? path.substring(1, path.length() - 1)
        : path; }

    private Statement.Flow turned(Run run) {
        run.turnTo(around());
        return Statement.NEXT;
    }

    private Statement configure(Given given) {
        var key = given.text(0);
        var value = given.text(1);
        return run -> {
            config.put(key.in(run), value.in(run));
            return turned(run);
        };
    }

    private Condition compile(Given given) {
        var file = given.text(0);
        return run -> compile(file.in(run));
    }

    private boolean compile(String name) {
        errors.clear();
        var file = folder.resolve(name);
        if (!Files.exists(file)) throw new Failed(NOT_IN_CORPUS + name);
        return switch (Sieve.compile(octets(file), scripts(), Vocabulary.OURS)) {
            case Sieve.Compiled.Ok(var script) -> {
                compiled = Optional.of(script);
                yield true;
            }
            case Sieve.Compiled.Bad(var found) -> {
                found.forEach(error -> errors.add(error.sentence()));
                errors.add("validation failed"); // Pigeonhole counts this as one more
                yield false;
            }
        };
    }

    private boolean runInner(boolean appends) {
        errors.clear();
        var run = appends ? inner.orElseGet(() -> new Run(around())) : new Run(around());
        inner = Optional.of(run);
        try {
            Statement.all(compiled.orElseThrow(() -> new Failed("nothing is compiled")).statements(), run);
            return true;
        } catch (Fault fault) {
            errors.add(fault.getMessage());
            return false;
        }
    }

    private List<Action> actions(Run run) {
        var actions = inner.orElse(run);
        Sieve.keepImplicitly(actions);
        return actions.actions();
    }

    private Condition see(Given given) {
        int index = (int) given.number(0);
        var mailbox = given.text("folder");
        return run -> {
            if (mailbox.isEmpty()) return index < sent.size() && turn(run, sent.get(index));
            var stored = mailboxes.getOrDefault(mailbox.get().in(run), List.of());
            if (index >= stored.size()) return false;
            message = message(stored.get(index).octets);
            turned(run);
            run.setFlags(stored.get(index).flags);
            return true;
        };
    }

    private boolean turn(Run run, Sent one) {
        message = message(one.octets);
        envelope = new Surroundings.Envelope(one.from, one.to, Optional.empty());
        turned(run);
        return true;
    }

    /** Does what a server would do. */
    private boolean execute(List<Action> actions) {
        var around = around();
        sent.clear();
        for (var action : actions) {
            switch (action) {
                case Action.Keep(var flags, _, var edited) -> store("INBOX", flags, edited);
                case Action.FileInto(var target, var flags, var edited) -> {
                    if (target.create()) mailboxes.putIfAbsent(target.name(), new ArrayList<>());
                    if (!mailboxes.containsKey(target.name())) {
                        errors.add("failed to store into mailbox '" + target.name() + "': it doesn't exist");
                        store("INBOX", List.of(), Optional.empty());
                        return false;
                    }
                    store(target.name(), flags, edited);
                }
                case Action.Redirect(var to, _, var edited) -> sent.add(new Sent(envelope.from(), to, octets(edited)));
                case Action.Reject(var reason, _) -> {
                    if (!envelope.from().isEmpty()) sent.add(new Sent("", envelope.from(), rejection(reason)));
                }
                case Action.Vacation vacation -> answer(vacation, around).ifPresent(sent::add);
                case Action.Notice notice -> NoticeMail.of(notice, around, owner(), now(), "n@example.com").ifPresent(
                    mail ->
                    mail.to().forEach(to -> sent.add(
                        new Sent(mail.from().map(Address::toString).orElse(""), to.toString(), mail.octets()))));
                case Action.Remember(var key, _) -> seen.add(key);
            }
        }
        return true;
    }

    private static OffsetDateTime now() { return NOW.atOffset(ZoneOffset.UTC); }

    private Address owner() {
        return Deeds.parse(config.getOrDefault("sieve_user_email", envelope.to())).orElse(
            Address.of("owner@example.com"));
    }

    private Optional<Sent> answer(Action.Vacation vacation, Surroundings around) {
        var own = new ArrayList<Address>();
        own.add(owner());
        Deeds.parse(envelope.to()).ifPresent(own::add);
        if (config.getOrDefault("sieve_vacation_use_original_recipient", "no").equals("yes")) {
            Deeds.parse(config.getOrDefault("envelope.orig_to", "")).ifPresent(own::add);
        }
        return VacationAnswer.of(vacation, around, own, now(), "v@example.com").map(
            one -> new Sent("", one.to().toString(), one.octets()));
    }

    private byte[] rejection(String reason) {
        return ("From: Postmaster <postmaster@example.com>\r\nTo: " + envelope.from() + "\r\n\r\n" + reason).getBytes(
            StandardCharsets.UTF_8);
    }

    private byte[] octets(Optional<EditedHeader> edited) {
        try {
            var all = edited.isPresent() ? edited.get().of(message) : message.octets();
            return all.bytes(0, all.length(), 1 << 24);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Dovecot marks each mail that has no attachment. */
    private void store(String mailbox, List<String> flags, Optional<EditedHeader> edited) {
        var all = new ArrayList<>(flags);
        all.add("$HasNoAttachment");
        mailboxes.get(mailbox).add(new Stored(octets(edited), all));
    }
}
