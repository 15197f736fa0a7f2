package sigillo.providers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sigillo.base.AwsSignature;
import sigillo.providers.Conversation.Line;
import sigillo.zone.ZoneRecord.Type;

/**
 * OVH's API, version 1: records, each by a number; a zone shows what was changed when it is told to. A TXT record may be of
 * other kinds there, which are TXT in DNS all the same.
 */
final class Ovh implements Provider {
    private static final String VERSION = "/1.0";
    private static final String ZONES = VERSION + "/domain/zone/";
    private static final int TTL_MIN = 60;
    private static final List<String> TEXTS = List.of("TXT", "SPF", "DKIM", "DMARC");

    private final Conversation conversation;

    Ovh(Conversation conversation) { this.conversation = conversation; }

    static String host(String region) {
        return switch (region) {
            case "ca" -> "ca.api.ovh.com";
            case "us" -> "api.us.ovhcloud.com";
            default -> "eu.api.ovh.com";
        };
    }

    static Conversation conversation(Line line, Access access) { return new Conversation(line, new Signature(line, access)); }

    /** Over the request and the time there, by SHA-1, as it documents. */
    private static final class Signature implements Conversation.Signer {
        private static final Duration ASKED_AGAIN = Duration.ofHours(1);

        private final Line line;
        private final Access access;
        private long aheadSeconds;
        private Optional<Instant> asked = Optional.empty();

        Signature(Line line, Access access) {
            this.line = line;
            this.access = access;
        }

        @Override public Map<String, String> fields(String method, String path, byte[] body) throws IOException {
            var time = "" + (line.clock().instant().getEpochSecond() + ahead());
            var text = String.join("+", access.token(), access.consumer(), method, "https://" + line.host() + path, new String(body, StandardCharsets.UTF_8), time);
            return Map.of("X-Ovh-Application", access.id(), "X-Ovh-Consumer", access.consumer(), "X-Ovh-Timestamp", time, "X-Ovh-Signature", "$1$" + sha1(text),
                "Content-Type", "application/json");
        }

        /** Its clock before ours. */
        private long ahead() throws IOException {
            var now = line.clock().instant();
            if (asked.isPresent() && now.isBefore(asked.get().plus(ASKED_AGAIN))) return aheadSeconds;
            var reply = new Conversation(line, this).anonymously(VERSION + "/auth/time");
            var said = new String(reply.body(), StandardCharsets.US_ASCII).strip();
            if (!reply.isDone() || !said.matches("\\d{9,11}")) throw new IOException("OVH does not say what time it is");
            aheadSeconds = Long.parseLong(said) - now.getEpochSecond();
            asked = Optional.of(now);
            return aheadSeconds;
        }

        private static String sha1(String text) {
            try {
                return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("each JDK has SHA-1", impossible);
            }
        }
    }

    @Override public Optional<Zone> zone(String name) throws IOException {
        var reply = conversation.get(ZONES + name);
        if (reply.status() == 404) return Optional.empty();
        // a key that is good for one zone may see no other
        if (reply.status() == 403 && reply.json().path("errorCode").asString("").equals("NOT_GRANTED_CALL")) return Optional.empty();
        if (!reply.isDone()) throw conversation.refused(reply, "look for the zone " + name);
        return Optional.of(new Zone(name, name, TTL_MIN));
    }

    @Override public RecordSet there(Zone zone, String name, Type type) throws IOException {
        var entries = new ArrayList<Entry>();
        int ttl = 0;
        for (var kind : type == Type.TXT ? TEXTS : List.of(type.name())) {
            var path = ZONES + zone.name() + "/record?fieldType=" + kind + "&subDomain=" + AwsSignature.encoded(label(zone, name));
            for (var number : conversation.done("GET", path, new byte[0], "show the records of " + name).json()) {
                if (entries.size() >= ProviderLimits.ENTRIES_MAX) throw conversation.strange("too many records of " + name);
                var id = conversation.name(number);
                var one = conversation.done("GET", record(zone) + "/" + id, new byte[0], "show the records of " + name).json();
                if (!one.path("subDomain").asString("").equalsIgnoreCase(label(zone, name))) continue;
                entries.add(new Entry(id, Spelling.read(type, absolute(zone, type, one.path("target").asString("")))));
                ttl = Math.max(ttl, one.path("ttl").asInt(0));
            }
        }
        return new RecordSet(name, type, ttl, entries);
    }

    /** Hosts without a dot at their end are in the zone, as in a zone file. */
    private static String absolute(Zone zone, Type type, String target) {
        boolean isHost = type == Type.CNAME || type == Type.NS || type == Type.MX || type == Type.SRV;
        return isHost && !target.isEmpty() && !target.endsWith(".") ? target + "." + zone.name() + "." : target;
    }

    private static String label(Zone zone, String name) {
        var relative = zone.relative(name);
        return relative.equals("@") ? "" : relative;
    }

    private static String record(Zone zone) { return ZONES + zone.name() + "/record"; }

    @Override public void change(Zone zone, List<SetChange> changes) throws IOException {
        try {
            for (var change : changes) Provider.write(change, writer(zone, change));
        } finally {
            conversation.done("POST", ZONES + zone.name() + "/refresh", new byte[0], "show what was changed in " + zone.name());
        }
    }

    private Writes writer(Zone zone, SetChange change) {
        var doing = "change " + change.name();
        return new Writes() {
            @Override public void create(String value) throws IOException {
                var body = Conversation.object().put("fieldType", change.type().name()).put("subDomain", label(zone, change.name()))
                    .put("target", Spelling.zoneFile(change.type(), value)).put("ttl", change.ttl());
                conversation.done("POST", record(zone), Conversation.octets(body), doing);
            }

            @Override public void replace(Entry there, String value) throws IOException {
                var body = Conversation.object().put("subDomain", label(zone, change.name())).put("target", Spelling.zoneFile(change.type(), value)).put("ttl", change.ttl());
                conversation.done("PUT", record(zone) + "/" + there.id(), Conversation.octets(body), doing);
            }

            @Override public void delete(Entry there) throws IOException { conversation.done("DELETE", record(zone) + "/" + there.id(), new byte[0], doing); }
        };
    }
}
