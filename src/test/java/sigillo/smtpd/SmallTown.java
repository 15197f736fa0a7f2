package sigillo.smtpd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.delivery.Deliver;
import sigillo.delivery.Incoming;
import sigillo.delivery.TurnedAway;
import sigillo.directory.Recipients;
import sigillo.directory.User;
import sigillo.directory.Writer;
import sigillo.keyring.Unlocked;
import sigillo.login.OneGrant;
import sigillo.login.SignIn;
import sigillo.sasl.PasswordText;
import sigillo.smtp.Envelope;
import sigillo.smtp.Origin;
import sigillo.smtp.Recipient;
import sigillo.smtp.SmtpReply;
import sigillo.spool.Spooled;
import sigillo.store.StoreException;
import sigillo.submission.Submit;
import sigillo.trace.Event;
import sigillo.trace.TraceId;

/**
 * What lies behind the doors, small and in memory: the domain home.example with anna, bruno, an alias info of anna,
 * away (forwarded), off (disabled), and three with whom delivery has trouble: full, broken and over (its quota).
 * Everything that is handed over is kept as a line of text.
 */
final class SmallTown implements Recipients, SignIn, Deliver, Submit {
    static final Domain HOME = Domain.of("home.example");
    private static final Map<String, User> PEOPLE = List.of("anna", "bruno", "full", "broken", "over").stream()
        .collect(Collectors.toMap(name -> name, name -> new User(new AccountId(name), new Address(name, HOME))));

    private final Set<User> gone = ConcurrentHashMap.newKeySet();
    private final List<String> handedOver = Collections.synchronizedList(new ArrayList<>());
    private final List<Event> told = Collections.synchronizedList(new ArrayList<>());
    private final List<TurnedAway.Mail> turnedAway = Collections.synchronizedList(new ArrayList<>());
    private final List<byte[]> messages = Collections.synchronizedList(new ArrayList<>());

    /** What somebody signed in with is taken away. */
    void signOut(String name) { gone.add(PEOPLE.get(name)); }

    SmtpHouse house() { return house(this); }

    /** Where anna alone signs in, by app passwords and tokens. */
    SmtpHouse houseOfGrants() {
        var anna = PEOPLE.get("anna");
        return house(new OneGrant("anna@home.example", (_, _) -> Answer.Welcome.toAll(anna, Unlocked.nothing(anna.account(), () -> true))));
    }

    private SmtpHouse house(SignIn signIn) {
        InstantSource noon = () -> Instant.parse("2026-11-25T12:00:00Z");
        return new SmtpHouse(this, signIn, this, this, new RefusalStories(told::add, noon).telling(turnedAway::add), noon);
    }

    /** What was told of refused mail. */
    List<Event> told() { return List.copyOf(told); }

    /** What was told to those for whom it was. */
    List<TurnedAway.Mail> turnedAway() { return List.copyOf(turnedAway); }

    /** One line a message: protocol, user, sender, recipients, parameters, content. */
    List<String> handedOver() { return List.copyOf(handedOver); }

    List<byte[]> messages() { return List.copyOf(messages); }

    @Override public boolean isLocal(Domain domain) { return domain.equals(HOME); }

    /** Names that begin with shop- are nobody's, and Anna's. */
    @Override public boolean isCaught(Address address) { return address.lookupKey().startsWith("shop-"); }

    /** To family@ write those who are shown to be of it. */
    @Override public Resolved resolve(Address address, Writer writer) {
        boolean isClosed = address.lookupKey().startsWith("family@") && !writer.isTrusted();
        return isClosed ? new Resolved.Closed() : resolve(address);
    }

    @Override public Resolved resolve(Address address) {
        if (address.lookupKey().equals("postmaster@mx.home.example")) return local("anna", "");
        if (!isLocal(address.domain())) return new Resolved.NotLocal();
        var name = address.lookupKey().substring(0, address.lookupKey().indexOf('@'));
        int plus = name.indexOf('+');
        return switch (plus < 0 ? name : name.substring(0, plus)) {
            case "info", "postmaster" -> local("anna", "");
            case "away" -> new Resolved.Elsewhere(Address.of("anna@elsewhere.example"));
            case "all", "family" -> new Resolved.Several(List.of(local("anna", ""), local("bruno", "")));
            case String _ when isCaught(address) -> local("anna", "");
            case "off" -> new Resolved.Disabled();
            case String base when PEOPLE.containsKey(base) -> local(base, plus < 0 ? "" : name.substring(plus + 1));
            case String _ -> new Resolved.Unknown();
        };
    }

    private static Resolved local(String name, String detail) {
        var user = PEOPLE.get(name);
        return new Resolved.Local(user.account(), user.address(), detail);
    }

    @Override public Answer signIn(String user, PasswordText password, Service service, Optional<InetAddress> client) {
        if (user.equals("guarded@home.example")) return new Answer.AppPasswordNeeded();
        if (user.equals("slow@home.example")) return new Answer.Slowed(Duration.ofMinutes(1));
        if (user.equals("broken@home.example")) throw new StoreException("no directory", null);
        boolean isRight = user.endsWith("@home.example") && password.equals(PasswordText.of("p\u00e4ssword"));
        var found = PEOPLE.get(user.substring(0, Math.max(0, user.indexOf('@'))));
        return isRight && found != null ? Answer.Welcome.toAll(found, Unlocked.nothing(found.account(), () -> !gone.contains(found))) : new Answer.Refused();
    }

    @Override public SmtpReply toAll(Incoming incoming) { return toEach(incoming).getLast(); }

    @Override public List<SmtpReply> toEach(Incoming incoming) {
        var replies = new ArrayList<SmtpReply>();
        for (var recipient : incoming.envelope().recipients()) {
            switch (recipient.address().localPart()) {
                case "full" -> throw new StoreException("no space left", null, true);
                case "broken" -> throw new IllegalStateException("a fault of ours");
                case "over" -> replies.add(SmtpReply.of(452, "4.2.2", "Over quota"));
                default -> replies.add(SmtpReply.of(250, "2.0.0", "Accepted"));
            }
        }
        keep(incoming.origin(), incoming.envelope(), incoming.message());
        return replies;
    }

    @Override public boolean maySendAs(User user, Address address) { return owns(user, address); }

    @Override public SmtpReply submit(User user, Origin origin, Envelope envelope, Spooled message, TraceId trace) {
        keep(origin, envelope, message);
        return SmtpReply.of(250, "2.0.0", "Queued");
    }

    private void keep(Origin origin, Envelope envelope, Spooled message) {
        try {
            var octets = message.bytes(0, message.length(), 100 << 20);
            handedOver.add(shown(origin, envelope) + " " + shown(new String(octets, StandardCharsets.ISO_8859_1)));
            messages.add(octets);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String shown(Origin origin, Envelope envelope) {
        var text = new StringBuilder(origin.protocol());
        origin.user().ifPresent(user -> text.append(' ').append(user));
        text.append(' ').append(envelope.from());
        envelope.recipients().forEach(recipient -> text.append(shown(recipient)));
        envelope.ret().ifPresent(ret -> text.append(" RET=").append(ret));
        envelope.envid().ifPresent(id -> text.append(" ENVID=").append(id));
        if (envelope.body() != Envelope.Body.EIGHT_BIT) text.append(" BODY=").append(envelope.body());
        if (envelope.tls() != Envelope.Tls.AS_USUAL) text.append(" TLS=").append(envelope.tls());
        envelope.holdUntil().ifPresent(time -> text.append(" HOLD=").append(time));
        return text.toString();
    }

    private static String shown(Recipient recipient) {
        var notify = recipient.notifyOn().stream().sorted().map(Enum::name).collect(Collectors.joining(","));
        return " <" + recipient.address() + ">" + (notify.isEmpty() ? "" : " NOTIFY=" + notify)
            + recipient.originalRecipient().map(original -> " ORCPT=" + original).orElse("");
    }

    private static String shown(String content) {
        return content.length() > 500 ? content.length() + " octets" : "\"" + escaped(content) + "\"";
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\r", "\\r").replace("\n", "\\n").replace("\0", "\\0");
    }
}
