package sigillo.sieve;

import java.util.List;
import java.util.Optional;
import sigillo.base.Address;
import sigillo.message.AddressList;

/** What becomes of the message: keep, fileinto, redirect, reject, discard. RFC 5228 section 4, RFC 5429, RFC 3894. */
final class Deeds {
    private Deeds() {}

    static void addTo(Vocabulary all) {
        all.extensions("fileinto", "copy", "reject", "ereject", "mailbox", "mailboxid", "special-use", "fcc");
        all.command(Form.command("keep", "").tag("flags", "imap4flags", Form.Kind.TEXTS), Keep::of);
        all.command(target(Form.command("fileinto", "fileinto", Form.Kind.TEXT)).tag("copy", "copy")
            .tag("flags", "imap4flags", Form.Kind.TEXTS), FileInto::of);
        all.command(Form.command("redirect", "", Form.Kind.TEXT).tag("copy", "copy").tag("list", "extlists"),
            Redirect::of);
        all.command(Form.command("reject", "reject", Form.Kind.TEXT), given -> new Reject(
            given.place(), given.text(0), false));
        all.command(Form.command("ereject", "ereject", Form.Kind.TEXT), given -> new Reject(
            given.place(), given.text(0), true));
        all.command(Form.command("discard", ""), _ -> run -> {
            run.cancelKeep();
            return Statement.NEXT;
        });
    }

    private static Form target(Form form) {
        return form.tag("create", "mailbox").tag("mailboxid", "mailboxid", Form.Kind.TEXT)
            .tag("specialuse", "special-use", Form.Kind.TEXT);
    }

    /** RFC 8580: where a copy goes, with the tags that fileinto has. */
    static Form fileCopy(Form form) { return target(form.tag("fcc", "fcc", Form.Kind.TEXT)).tag(
        "flags", "imap4flags", Form.Kind.TEXTS); }

    /** What a command says of a mailbox. */
    record Where(Template name, boolean create, Optional<Template> id, Optional<Template> use) {
        static Where of(Given given, Template name) {
            name.constant().ifPresent(text -> checkName(given, name.place(), text));
            boolean isByName = given.oneOf("create", "mailboxid", "specialuse").isEmpty();
            if (isByName) name.constant().ifPresent(text -> given.compiler().names(name.place(), text));
            return new Where(name, given.has("create"), given.text("mailboxid"), given.text("specialuse"));
        }

        private static void checkName(Given given, Place place, String text) {
            wrong(text).ifPresent(sentence -> given.compiler().error(place, sentence));
        }

        private static Optional<String> wrong(String name) {
            if (name.isEmpty()) return Optional.of("the name of a mailbox is empty");
            if (name.length() > SieveLimits.MAILBOX_CHARACTERS_MAX) return Optional.of(
                "the name of a mailbox is too long");
            boolean isText = name.chars().noneMatch(c -> c < ' ' || c == 0x7F || c == 0xFFFD);
            return isText ? Optional.empty() : Optional.of("the name of a mailbox holds what no name can");
        }

        Action.Target in(Run run) {
            var text = name.in(run);
            wrong(text).ifPresent(sentence -> { throw new Fault(name.place(), sentence); });
            return new Action.Target(text, create, id.map(one -> one.in(run)), use.map(one -> one.in(run)));
        }
    }

    /** RFC 8580. */
    record Copying(Where mailbox, Optional<Texts> flags) {
        static Optional<Copying> of(Given given) {
            boolean isAlone = given.oneOf("create", "mailboxid", "specialuse", "flags").isPresent();
            if (!given.has("fcc") && isAlone) given.compiler().error(
                given.place(), "without ':fcc' there is no mailbox to say this of");
            return given.text("fcc").map(name -> new Copying(Where.of(given, name), given.texts("flags")));
        }

        Action.FileCopy in(Run run) {
            return new Action.FileCopy(mailbox.in(run), flags.map(texts -> Flags.normal(texts.in(run))).orElse(
                List.of()));
        }
    }

    record Keep(Place place, Optional<Texts> flags) implements Statement {
        static Keep of(Given given) { return new Keep(given.place(), given.texts("flags")); }

        /** RFC 5228 section 2.10.3: the same twice is once. */
        @Override public Flow run(Run run) {
            conflict(run, place);
            run.cancelKeep();
            store(run, place, Optional.empty(), flagsOf(run, flags));
            return NEXT;
        }
    }

    private static List<String> flagsOf(Run run, Optional<Texts> flags) {
        return flags.map(texts -> Flags.normal(texts.in(run))).orElse(run.flags());
    }

    /** RFC 5228 section 2.10.3: into one mailbox once; RFC 5232 section 5: with the flags that were said last. */
    private static void store(Run run, Place place, Optional<Action.Target> target, List<String> flags) {
        Action action = target.<Action>map(into -> new Action.FileInto(into, flags, run.edited()))
            .orElseGet(() -> new Action.Keep(flags, false, run.edited()));
        var actions = run.actions();
        for (int i = 0; i < actions.size(); i++) {
            if (!mailbox(actions.get(i)).equals(mailbox(action))) continue;
            actions.set(i, switch (actions.get(i)) {
                case Action.FileInto(var into, _, var edited) -> new Action.FileInto(into, flags, edited);
                case Action.Keep(_, var isImplicit, var edited) -> new Action.Keep(flags, isImplicit, edited);
                case Action other -> other;
            });
            return;
        }
        run.act(place, action);
    }

    /** Of what stores: which mailbox; of others something that no other is. */
    private static Object mailbox(Action action) {
        return switch (action) {
            case Action.Keep _ -> "INBOX";
            case Action.FileInto(var into, _, _) when into.name().equalsIgnoreCase("INBOX") && into.id().isEmpty()
                && into.use().isEmpty()
                -> "INBOX";
            case Action.FileInto(var into, _, _) -> List.of(into.name(), into.id(), into.use());
            case Action other -> other;
        };
    }

    /** RFC 5429 section 2.2: what is refused is not kept. */
    private static void conflict(Run run, Place place) {
        boolean isRefused = run.actions().stream().anyMatch(action -> action instanceof Action.Reject);
        if (isRefused) throw new Fault(place, "the script has refused the message: it cannot be kept or sent on too");
    }

    record FileInto(Place place, Where mailbox, boolean isCopy, Optional<Texts> flags) implements Statement {
        static FileInto of(Given given) {
            return new FileInto(given.place(), Where.of(given, given.text(0)), given.has("copy"), given.texts("flags"));
        }

        @Override public Flow run(Run run) {
            conflict(run, place);
            var target = mailbox.in(run);
            if (!isCopy) run.cancelKeep(); // RFC 3894 section 3
            store(run, place, Optional.of(target), flagsOf(run, flags));
            return NEXT;
        }
    }

    record Redirect(Place place, Template address, boolean isCopy, boolean isList) implements Statement {
        static Redirect of(Given given) {
            var address = given.text(0);
            boolean isList = given.has("list");
            if (!isList) address.constant().ifPresent(text -> check(given.compiler(), given.placeOf(0), text));
            return new Redirect(given.place(), address, given.has("copy"), isList);
        }

        private static void check(Compiler compiler, Place place, String text) {
            if (parse(text).isEmpty()) compiler.error(place, "'" + Compiler.shortened(text) + "' is not one address");
        }

        @Override public Flow run(Run run) {
            conflict(run, place);
            var text = address.in(run);
            var to = isList ? Optional.of(text) : parse(text).map(Address::toString);
            if (to.isEmpty()) throw new Fault(place, "'" + Compiler.shortened(text) + "' is not one address");
            if (!isCopy) run.cancelKeep();
            var redirects = run.actions().stream().filter(Action.Redirect.class::isInstance).map(
                Action.Redirect.class::cast).toList();
            if (redirects.stream().anyMatch(one -> one.address().equalsIgnoreCase(to.get()))) return NEXT;
            if (redirects.size() == SieveLimits.REDIRECTS_MAX) throw new Fault(
                place, "the script sends on to too many addresses");
            run.act(place, new Action.Redirect(to.get(), isList, run.edited()));
            return NEXT;
        }
    }

    /** RFC 5228 section 2.4.2.3: {@code local@domain} or {@code name <local@domain>}, one of them. */
    static Optional<Address> parse(String text) {
        var flat = AddressList.parse(text).flat();
        if (flat.size() != 1 || !flat.getFirst().route().isEmpty()) return Optional.empty();
        var address = flat.getFirst().address();
        boolean isWhole = address.isPresent() && count(text, '<') == count(text, '>') && count(text, '<') <= 1;
        boolean isBare = !text.contains("<") && !text.replaceAll("[ \\t]", "").equals(
            address.map(Address::toString).orElse(""));
        return isWhole && !(isBare && !text.contains("\"") && !text.contains("(") && !sameButCase(text, address.get()))
            ? address.map(Deeds::plain) : Optional.empty();
    }

    /** Without quotes that it does not need: RFC 5321 section 4.1.2. */
    private static Address plain(Address address) {
        var local = address.unquotedLocalPart();
        return Address.isLocalPart(local) && !local.startsWith("\"") ? new Address(local, address.domain()) : address;
    }

    private static boolean sameButCase(String text, Address address) {
        return text.replaceAll("[ \\t]", "").equalsIgnoreCase(address.localPart() + "@" + address.domain().display())
            || text.replaceAll("[ \\t]", "").equalsIgnoreCase(address.toString());
    }

    private static long count(String text, char sign) { return text.chars().filter(c -> c == sign).count(); }

    record Reject(Place place, Template reason, boolean inSession) implements Statement {
        /** RFC 5429 section 2.2: with nothing that keeps, sends on or answers. */
        @Override public Flow run(Run run) {
            boolean isAlone = run.actions().stream().allMatch(
                action -> action instanceof Action.Remember || action instanceof Action.Notice);
            if (!isAlone) throw new Fault(place,
                "the script has done something else with the message: it cannot be refused too");
            run.cancelKeep();
            run.act(place, new Action.Reject(reason.in(run), inSession));
            return NEXT;
        }
    }
}
