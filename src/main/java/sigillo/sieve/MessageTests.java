package sigillo.sieve;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import sigillo.message.AddressList;
import sigillo.message.HeaderField;
import sigillo.message.NamedAddress;

/** RFC 5228 sections 5.1, 5.4, 5.5, 5.7 and 5.9; with index (RFC 5260 section 6) and mime (RFC 5703 section 4). */
final class MessageTests {
    private MessageTests() {}

    private static final int FIELD_NAME_CHARACTERS_MAX = 76;

    /** RFC 5228 section 5.1: fields that hold addresses. */
    private static final Set<String> ADDRESS_FIELDS = Set.of(
        "from", "to", "cc", "bcc", "sender", "reply-to", "resent-from",
        "resent-to", "resent-cc", "resent-bcc", "resent-sender", "resent-reply-to", "return-path", "envelope-to",
            "delivered-to",
        "x-original-to", "apparently-to", "errors-to", "return-receipt-to", "disposition-notification-to",
            "for-approval",
        "for-handling", "for-comment", "followup-to", "mail-followup-to", "mail-reply-to", "original-recipient",
        "abuse-reports-to", "x-complaints-to", "x-report-abuse-to", "resent-return-path", "x-envelope-to",
            "x-delivered-to",
        "x-forwarded-to", "x-forwarded-for", "approved");

    static void addTo(Vocabulary all) {
        all.extensions("envelope", "subaddress", "relational", "comparator-i;ascii-numeric",
            "comparator-i;unicode-casemap", "regex",
            "index", "mime");
        all.test(mime(index(Match.tags(Form.test("header", "", Form.Kind.TEXTS, Form.Kind.TEXTS)))),
            MessageTests::header);
        all.test(mimeSome(index(parts(Match.tags(Form.test("address", "", Form.Kind.TEXTS, Form.Kind.TEXTS))))),
            MessageTests::address);
        all.test(parts(Match.tags(Form.test("envelope", "envelope", Form.Kind.TEXTS, Form.Kind.TEXTS))),
            MessageTests::envelope);
        all.test(mimeSome(Form.test("exists", "", Form.Kind.TEXTS)), MessageTests::exists);
        all.test(Form.test("size", "").of("size", "", Form.Kind.NUMBER, "over", "under"), MessageTests::size);
    }

    static Form index(Form form) { return form.tag("index", "index", Form.Kind.NUMBER).tag("last", "index"); }

    private static Form mimeSome(Form form) { return form.tag("mime", "mime").tag("anychild", "mime"); }

    private static Form mime(Form form) {
        return mimeSome(form).of("part of a field", "mime", "type", "subtype", "contenttype")
            .of("part of a field", "mime", Form.Kind.TEXTS, "param");
    }

    private static Form parts(Form form) {
        return form.of("address part", "", "all", "localpart", "domain").of(
            "address part", "subaddress", "user", "detail");
    }

    /** Which fields of a name: all, or one of them counted from the first or the last. */
    record Index(long number, boolean fromLast) {
        static Index of(Given given) {
            long number = given.number("index").orElse(0L);
            if (given.has("index") && number < 1) given.compiler().error(
                given.placeOf("index"), "':index' counts from 1");
            if (given.has("last") && !given.has("index")) {
                given.compiler().error(given.placeOf("last"), "':last' stands with ':index' only");
            }
            return new Index(number, given.has("last"));
        }

        List<HeaderField> of(List<HeaderField> fields) {
            if (number == 0) return fields;
            long at = fromLast ? fields.size() - number : number - 1;
            return at < 0 || at >= fields.size() ? List.of() : List.of(fields.get((int) at));
        }
    }

    /** The headers that a test looks into: RFC 5703 section 4. */
    record Headers(boolean isOfPart, boolean anyChild, Index index) {
        static Headers of(Given given) {
            if (given.has("anychild") && !given.has("mime")) {
                given.compiler().error(given.placeOf("anychild"), "':anychild' stands with ':mime' only");
            }
            return new Headers(given.has("mime"), given.has("anychild"), Index.of(given));
        }

        Stream<HeaderField> fields(Run run, String name) {
            var parts = anyChild ? Parts.all(run.part()) : List.of(isOfPart ? run.part() : run.message().root());
            return parts.stream().flatMap(part -> {
                var header = run.headerOf(part);
                run.charge(24L * header.size());
                return index.of(header.all(name)).stream();
            });
        }
    }

    /** RFC 5228 section 2.4.2.2; what is no name is in no message. */
    static void checkNames(Given given, int index) {
        for (var item : given.texts(index).items()) {
            item.constant().filter(name -> !isFieldName(name)).ifPresent(name ->
                given.compiler().error(item.place(), "'" + Compiler.shortened(name)
                    + "' is not the name of a header field"));
        }
    }

    /** RFC 5322 section 3.6.8; RFC 5322 section 2.1.1 bounds it: the name and its colon stand on one line. */
    static boolean isFieldName(String name) {
        return !name.isEmpty() && name.length() <= FIELD_NAME_CHARACTERS_MAX
            && name.chars().allMatch(c -> c > ' ' && c < 0x7F && c != ':');
    }

    private static Condition header(Given given) {
        var names = given.texts(0);
        var headers = Headers.of(given);
        var option = Parts.Option.of(given);
        var match = Match.of(given);
        return new Compare(run -> names.in(run).stream().flatMap(name -> headers.fields(run, name).flatMap(field -> {
            run.charge(field.span().length());
            return option.map(one -> one.of(run, name, field)).orElseGet(() -> Stream.of(text(field)));
        })).iterator(), match, match.keys(given, 1));
    }

    /** RFC 5228 section 2.7.2: decoded; spaces at its ends do not count. */
    static String text(HeaderField field) { return field.text().strip(); }

    private static Condition address(Given given) {
        for (var item : given.texts(0).items()) {
            item.constant().filter(name -> !ADDRESS_FIELDS.contains(Ascii.lower(name))).ifPresent(
                name -> given.compiler()
                .error(item.place(), "the field '" + Compiler.shortened(name) + "' is not allowed in an address test"));
        }
        var names = given.texts(0);
        var headers = Headers.of(given);
        var part = AddressPart.of(given);
        var match = Match.of(given);
        return new Compare(run -> names.in(run).stream().filter(name -> ADDRESS_FIELDS.contains(Ascii.lower(name)))
            .flatMap(name -> headers.fields(run, name)).flatMap(field -> {
                run.charge(field.span().length());
                return field.addresses().flat().stream().flatMap(one -> part.of(one).stream());
            }).iterator(), match, match.keys(given, 1));
    }

    /** RFC 5228 section 2.7.4, RFC 5233 section 4; a plus sign divides. */
    enum AddressPart {
        ALL, LOCALPART, DOMAIN, USER, DETAIL;

        static AddressPart of(Given given) {
            return given.oneOf("all", "localpart", "domain", "user", "detail")
                .map(name -> valueOf(name.toUpperCase(java.util.Locale.ROOT))).orElse(ALL);
        }

        Optional<String> of(NamedAddress address) {
            var local = address.address().map(sigillo.base.Address::unquotedLocalPart).orElse(address.localPart());
            if (address.domain().isEmpty()) return this == ALL || this == LOCALPART ? Optional.of(address.addrSpec())
                : Optional.empty();
            return this == ALL ? Optional.of(address.addrSpec()) : part(local, address.domain());
        }

        Optional<String> part(String local, String domain) {
            int plus = local.indexOf('+');
            return switch (this) {
                case ALL -> Optional.of(local + "@" + domain);
                case LOCALPART -> Optional.of(local);
                case DOMAIN -> Optional.of(domain);
                case USER -> Optional.of(plus < 0 ? local : local.substring(0, plus));
                case DETAIL -> plus < 0 ? Optional.empty() : Optional.of(local.substring(plus + 1));
            };
        }
    }

    private static Condition envelope(Given given) {
        for (var item : given.texts(0).items()) {
            item.constant().filter(part -> !Set.of("from", "to", "auth").contains(Ascii.lower(part)))
                .ifPresent(part ->
                given.compiler().error(item.place(), "an envelope has no part '" + Compiler.shortened(part) + "'"));
        }
        var names = given.texts(0);
        var part = AddressPart.of(given);
        var match = Match.of(given);
        var place = given.place();
        return new Compare(run -> {
            if (run.isHere()) throw new Fault(place, "a message that is here already has no envelope");
            return envelope(run, names, part);
        }, match, match.keys(given, 1));
    }

    /** RFC 5228 section 5.4: the sender of notifications is the empty string, whatever part is asked for. */
    private static Iterator<String> envelope(Run run, Texts names, AddressPart part) {
        var envelope = run.around().envelope();
        var all = new ArrayList<String>();
        for (var name : names.in(run)) {
            switch (Ascii.lower(name)) {
                case "from" -> addPart(envelope.from(), part, all);
                case "to" -> addPart(envelope.to(), part, all);
                case "auth" -> envelope.auth().ifPresent(all::add);
                default -> { }
            }
        }
        return all.iterator();
    }

    private static void addPart(String path, AddressPart part, List<String> all) {
        var flat = AddressList.parse(path).flat();
        if (flat.isEmpty()) all.add("");
        else part.of(flat.getFirst()).ifPresent(all::add);
    }

    private static Condition exists(Given given) {
        checkNames(given, 0);
        var names = given.texts(0);
        var headers = Headers.of(given);
        return run -> names.in(run).stream().allMatch(name -> headers.fields(run, name).findAny().isPresent());
    }

    /** RFC 5228 section 5.9: exactly as large is neither. */
    private static Condition size(Given given) {
        if (given.oneOf("over", "under").isEmpty()) given.compiler().error(
            given.place(), "'size' needs ':over' or ':under'");
        boolean isOver = given.has("over");
        long limit = given.number("over").or(() -> given.number("under")).orElse(0L);
        return run -> isOver ? run.message().octets().length() > limit : run.message().octets().length() < limit;
    }
}
