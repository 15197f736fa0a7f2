package sigillo.resolver;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import sigillo.zone.Seen;
import sigillo.zone.ZoneRecord;

/**
 * What the servers of a zone say themselves, each of them, with nothing remembered on the way: for what somebody has just
 * changed. At most {@link #SERVERS_MAX} servers of a zone are asked. Blocks, {@link #TIMEOUT} a server. For one look at some
 * names, in one thread.
 */
public final class ZoneServers {
    private static final System.Logger LOG = System.getLogger("sigillo.dns");
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    /** Zones with more name some of them only for show. */
    private static final int SERVERS_MAX = 6;
    /** Values of one answer that are looked at. */
    private static final int VALUES_MAX = 100;

    private final DnsResolver resolver;
    private final int port;
    private final Map<Name, List<Ours>> zones = new LinkedHashMap<>();
    private final Map<Question, Seen> said = new HashMap<>();

    private record Question(String name, ZoneRecord.Type type) {}

    /** Nobody can say who has the zone: then nothing may be concluded from what others do not have. */
    private static final class Unsure extends Exception {
        final transient Seen.Unknown why;

        Unsure(String why, String perche) {
            super(why);
            this.why = new Seen.Unknown(why, perche);
        }
    }

    /** One of them said nothing of use. */
    private static final class Useless extends IOException {
        final String italian;

        Useless(String english, String italian) {
            super(english);
            this.italian = italian;
        }
    }

    /** A server of a zone; {@code isSilent} once it did not answer, so that it is waited for once. */
    private static final class Ours {
        private final String name;
        private final InetAddress address;
        private boolean isSilent;

        Ours(String name, InetAddress address) {
            this.name = name;
            this.address = address;
        }
    }

    /** {@code resolver}: finds the servers. {@code port}: 53, but for tests. */
    public ZoneServers(DnsResolver resolver, int port) {
        this.resolver = resolver;
        this.port = port;
    }

    /** Aliases are not followed. The same question has the same answer during a look. */
    public Seen ask(String name, ZoneRecord.Type type) {
        return said.computeIfAbsent(new Question(name, type), question -> asked(question.name(), question.type()));
    }

    private Seen asked(String name, ZoneRecord.Type type) {
        try {
            var asked = Name.fromString(name, Name.root);
            var servers = servers(asked);
            if (servers.isEmpty()) return new Seen.Unknown("no server of a zone of " + name + " can be found", "non si trova alcun server di una zona di " + name);
            return said(asked, Type.value(type.name()), servers);
        } catch (TextParseException no) {
            return new Seen.Unknown(name + " is no name of DNS", name + " non è un nome del DNS");
        } catch (Unsure unsure) {
            return unsure.why;
        }
    }

    private Seen said(Name name, int type, List<Ours> servers) {
        var answers = new ArrayList<List<String>>();
        var why = new Seen.Unknown("", "");
        for (var server : servers) {
            if (server.isSilent) continue;
            try {
                answers.add(values(name, type, server));
            } catch (IOException silent) {
                server.isSilent = true;
                why = why(server, silent);
            }
        }
        if (answers.isEmpty()) return new Seen.Unknown("none of the servers of its zone answers" + why.why(), "nessun server della sua zona risponde" + why.perche());
        var first = answers.getFirst();
        var others = answers.stream().filter(answer -> !answer.equals(first)).findFirst();
        return others.<Seen>map(other -> new Seen.Divided(first, other)).orElseGet(() -> new Seen.Values(first));
    }

    private static Seen.Unknown why(Ours server, IOException silent) {
        var english = silent instanceof Useless ? silent.getMessage() : "it is silent";
        var italian = silent instanceof Useless useless ? useless.italian : "tace";
        LOG.log(Level.DEBUG, server.name + " at " + server.address.getHostAddress() + ": " + silent);
        return new Seen.Unknown(" (" + server.name + ": " + english + ")", " (" + server.name + ": " + italian + ")");
    }

    /** Sorted, so that answers of two servers can be compared. */
    private List<String> values(Name name, int type, Ours server) throws IOException {
        var question = Message.newQuery(Record.newRecord(name, type, DClass.IN));
        question.getHeader().unsetFlag(Flags.RD); // of itself, not of others
        var at = new SimpleResolver(new InetSocketAddress(server.address, port));
        at.setTimeout(TIMEOUT);
        var answer = at.send(question);
        int code = answer.getRcode();
        if (code != Rcode.NOERROR && code != Rcode.NXDOMAIN) throw new Useless("it says " + Rcode.string(code), "dice " + Rcode.string(code));
        // RFC 1035 section 4.1.1: who only points elsewhere, or remembers, has not said that there is nothing
        if (!answer.getHeader().getFlag(Flags.AA)) throw new Useless("it does not have the zone", "non ha la zona");
        var values = new TreeSet<String>();
        for (var record : answer.getSection(Section.ANSWER)) {
            if (record.getType() == type && record.getName().equals(name) && values.size() < VALUES_MAX) values.add(value(record));
        }
        return List.copyOf(values);
    }

    private static String value(Record record) {
        if (record instanceof TXTRecord text) return new String(DnsResolver.joined(text).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return record.rdataToString().toLowerCase(Locale.ROOT);
    }

    /** Of the nearest zone at or above a name. */
    private List<Ours> servers(Name name) throws Unsure {
        for (var at = name; at.labels() > 1; at = new Name(at, 1)) {
            var known = zones.get(at);
            if (known == null) {
                known = found(at);
                zones.put(at, known);
            }
            if (!known.isEmpty()) return known;
        }
        return List.of();
    }

    /** None where no zone begins. */
    private List<Ours> found(Name zone) throws Unsure {
        return switch (resolver.askAnew(zone.toString(true), Type.NS)) {
            case Answer.Found<Record>(var records, _) -> named(zone, records);
            case Answer.NoData<Record> _, Answer.NoSuchDomain<Record> _ -> List.of();
            case Answer.Temporary<Record>(_, var why) -> {
                LOG.log(Level.DEBUG, "who has the zone of " + zone + " cannot be asked: " + why);
                throw new Unsure("the DNS servers that this machine asks do not say who has the zone of " + shown(zone),
                    "i server DNS a cui questa macchina chiede non dicono chi ha la zona di " + shown(zone));
            }
        };
    }

    private List<Ours> named(Name zone, List<Record> records) throws Unsure {
        var servers = records.stream().filter(record -> record instanceof NSRecord && record.getName().equals(zone)).map(NSRecord.class::cast).toList();
        if (servers.isEmpty()) return List.of(); // an alias leads elsewhere, no zone begins here
        var all = new ArrayList<Ours>();
        for (var ns : servers) {
            if (all.size() >= SERVERS_MAX) break;
            var host = ns.getTarget().toString(true);
            if (resolver.addresses(host) instanceof Answer.Found<InetAddress>(var addresses, _)) {
                all.add(new Ours(host, addresses.getLast())); // IPv4 comes last, and is where IPv6 may not be
            }
        }
        if (all.isEmpty()) throw new Unsure("no server of the zone " + shown(zone) + " has an address", "nessun server della zona " + shown(zone) + " ha un indirizzo");
        return all;
    }

    private static String shown(Name zone) { return zone.toString(true); }
}
