package sigillo.main.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.net.Networks;

/**
 * A kind of value that is written as a text: how it is read (empty for what it cannot be), how it is shown, and what
 * would be right, for people.
 */
record Kind<T>(Function<String, Optional<T>> parse, Function<T, String> shown, String right) {

    static final Kind<String> TEXT = new Kind<>(Optional::of, Function.identity(), "");
    /** With {@link #HOST} it names a destination of the queue, which has room for so much. */
    static final Kind<String> USER = TEXT.where(
        text -> text.indexOf('\0') < 0 && Values.encodedLength(text) <= 150, "a shorter name would be right");
    static final Kind<String> HOST = new Kind<>(
        text -> Optional.of(text).filter(host -> host.matches("[A-Za-z0-9._:-]{1,120}")),
        Function.identity(), "a name or an address would be right");
    static final Kind<Domain> DOMAIN = new Kind<>(
        text -> Domain.parse(text).filter(name -> !name.isLiteral() && Values.address(name.name()).isEmpty()),
        Domain::name, "a name such as \"mail.home.example\" would be right");
    static final Kind<Address> ADDRESS = new Kind<>(Address::parse, Address::toString,
        "an address such as \"anna@home.example\" would be right");
    static final Kind<Duration> DURATION = new Kind<>(
        text -> Values.duration(text).filter(Duration::isPositive), Values::shown,
        "a duration such as \"5 days\", \"4 hours\", \"10 minutes\" or \"30 seconds\" would be right");
    /** What the queue is asked to wait: longer would outlast every sender. */
    static final Kind<Duration> WAIT = DURATION.where(time -> time.toDays() <= 400,
        "a duration such as \"5 days\", \"4 hours\", \"10 minutes\" or \"30 seconds\", at most 400 days,"
            + " would be right");
    static final Kind<Long> OCTETS = new Kind<>(Values::octets, Values::shown,
        "a size such as \"50 MiB\" or \"100 MB\" would be right");
    static final Kind<InetSocketAddress> DNS_SERVER = new Kind<>(text -> Values.socket(text, 53), Values::shown,
        "an address such as \"127.0.0.1\" or \"[::1]:53\" would be right");
    /** Where to listen: "any" is every address of the machine. */
    static final Kind<InetAddress> LISTEN = new Kind<>(
        text -> text.equals("any") ? Optional.of(new InetSocketAddress(0).getAddress()) : Values.address(text),
        address -> address.isAnyLocalAddress() ? "any" : Values.shown(address),
        "\"any\" or an address of this machine would be right");
    /** Kept as the word; {@link #networks} is what a list of them means. */
    static final Kind<String> NETWORK = new Kind<>(
        text -> Optional.of(text).filter(word -> !networks(List.of(word)).list().isEmpty()), Function.identity(),
        "\"any\", \"loopback\" or a network such as \"192.0.2.0/24\" would be right");

    static Networks networks(List<String> words) {
        return new Networks(words.stream().flatMap(word -> switch (word) {
            case "any" -> Networks.ANY.list().stream();
            case "loopback" -> Networks.LOOPBACK.list().stream();
            default -> Networks.Network.parse(word).stream();
        }).toList());
    }

    /** The constants of an enum, in lower case. */
    static <E extends Enum<E>> Kind<E> oneOf(Class<E> type) {
        var all = List.of(type.getEnumConstants());
        var words = all.stream().map(Kind::word).toList();
        return new Kind<>(
            text -> words.contains(text) ? Optional.of(all.get(words.indexOf(text))) : Optional.empty(), Kind::word,
            "one of " + String.join(", ", words) + " would be right");
    }

    private static String word(Enum<?> value) { return value.name().toLowerCase(Locale.ROOT); }

    /** The same with fewer values. */
    Kind<T> where(Predicate<T> condition, String nowRight) {
        return new Kind<>(text -> parse.apply(text).filter(condition), shown, nowRight);
    }
}
