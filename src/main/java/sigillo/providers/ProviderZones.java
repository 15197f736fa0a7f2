package sigillo.providers;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sigillo.https.HttpsClient;
import sigillo.providers.Conversation.Line;
import sigillo.providers.Provider.RecordSet;
import sigillo.providers.Provider.SetChange;
import sigillo.providers.Provider.Zone;
import sigillo.zone.ZoneRecord;
import sigillo.zone.ZoneRecord.Type;

/**
 * Changes records in zones that a provider keeps. What is there beside them stays, and so does how long it is remembered.
 * Asks when it is told to, never by itself; blocks, for minutes where the provider makes us wait. Any thread.
 */
public final class ProviderZones {
    private final Provider provider;
    private final Conversation conversation;

    ProviderZones(Provider provider, Conversation conversation) {
        this.provider = provider;
        this.conversation = conversation;
    }

    /** {@code client}: verifies. Throws {@link IllegalArgumentException} where the access is not whole. */
    public static ProviderZones of(Access access, HttpsClient client, InstantSource clock) { return of(access, client, Thread::sleep, clock); }

    static ProviderZones of(Access access, HttpsClient client, Conversation.Pause pause, InstantSource clock) {
        if (!access.isWhole()) throw new IllegalArgumentException("what is said to " + access.kind().title() + " is not whole");
        var line = new Line(client, host(access), access.kind().title(), pause, clock);
        return switch (access.kind()) {
            case CLOUDFLARE -> of(bearer(line, access), Cloudflare::new);
            case DIGITALOCEAN -> of(bearer(line, access), DigitalOcean::new);
            case GANDI -> of(bearer(line, access), Gandi::new);
            case HETZNER -> of(bearer(line, access), Hetzner::new);
            case DESEC -> of(token(line, "Token " + access.token()), Desec::new);
            case OVH -> of(Ovh.conversation(line, access), Ovh::new);
            case ROUTE53 -> of(Route53.conversation(line, access), Route53::new);
        };
    }

    private static ProviderZones of(Conversation conversation, java.util.function.Function<Conversation, Provider> provider) {
        return new ProviderZones(provider.apply(conversation), conversation);
    }

    /** RFC 6750 section 2.1. */
    private static Conversation bearer(Line line, Access access) { return token(line, "Bearer " + access.token()); }

    private static Conversation token(Line line, String authorization) {
        return new Conversation(line, (_, _, body) -> body.length == 0 ? Map.of("Authorization", authorization)
            : Map.of("Authorization", authorization, "Content-Type", "application/json"));
    }

    static String host(Access access) {
        return switch (access.kind()) {
            case CLOUDFLARE -> "api.cloudflare.com";
            case DIGITALOCEAN -> "api.digitalocean.com";
            case GANDI -> "api.gandi.net";
            case HETZNER -> "api.hetzner.cloud";
            case DESEC -> "desec.io";
            case OVH -> Ovh.host(access.region());
            case ROUTE53 -> "route53.amazonaws.com";
        };
    }

    /** Adds a TXT record beside those that are there. Throws {@link IOException} with a sentence. */
    public void addText(String name, String text) throws IOException { change(List.of(), List.of(new ZoneRecord(name, Type.TXT, text)), ProviderLimits.PROOF_TTL); }

    /** Takes that record away, and no other. Throws {@link IOException} with a sentence. */
    public void removeText(String name, String text) throws IOException { change(List.of(new ZoneRecord(name, Type.TXT, text)), List.of(), ProviderLimits.PROOF_TTL); }

    /** Throws {@link IOException} with a sentence; then some of it may be done. */
    public void change(List<ZoneRecord> remove, List<ZoneRecord> add) throws IOException { change(remove, add, ProviderLimits.TTL); }

    private record Place(String name, Type type) {
        static Place of(ZoneRecord record) { return new Place(record.name(), record.type()); }
    }

    private synchronized void change(List<ZoneRecord> remove, List<ZoneRecord> add, int ttl) throws IOException {
        conversation.begin();
        var known = new HashMap<String, Optional<Zone>>();
        var refused = new ArrayList<String>();
        var places = new LinkedHashMap<Place, List<ZoneRecord>>();
        for (var record : remove) places.computeIfAbsent(Place.of(record), _ -> new ArrayList<>());
        for (var record : add) {
            var why = provider.refuses(record);
            why.ifPresent(refused::add);
            if (why.isEmpty()) places.computeIfAbsent(Place.of(record), _ -> new ArrayList<>()).add(record);
        }
        var changes = new LinkedHashMap<Zone, List<SetChange>>();
        for (var place : places.entrySet()) {
            var name = place.getKey().name();
            var zone = zone(name, known);
            var there = provider.there(zone, name, place.getKey().type());
            var change = change(there, remove, place.getValue(), Math.max(zone.ttlMin(), ttl));
            if (!change.gone().isEmpty() || !change.fresh().isEmpty()) changes.computeIfAbsent(zone, _ -> new ArrayList<>()).add(change);
        }
        for (var zone : changes.entrySet()) provider.change(zone.getKey(), zone.getValue());
        if (!refused.isEmpty()) throw new IOException(String.join("; ", refused) + (changes.isEmpty() ? "" : "; the rest is published"));
    }

    private static SetChange change(RecordSet there, List<ZoneRecord> remove, List<ZoneRecord> add, int ttl) {
        var type = there.type();
        var values = new ArrayList<String>();
        for (var entry : there.entries()) {
            boolean goes = remove.stream().anyMatch(one -> Place.of(one).equals(new Place(there.name(), type)) && Spelling.isSame(type, one.value(), entry.value()));
            boolean isWanted = add.stream().anyMatch(one -> Spelling.isSame(type, one.value(), entry.value()));
            if (!goes || isWanted) values.add(entry.value());
        }
        for (var record : add) {
            if (values.stream().noneMatch(value -> Spelling.isSame(type, value, record.value()))) values.add(record.value());
        }
        return new SetChange(there, values, there.ttl() > 0 ? there.ttl() : ttl);
    }

    /** The nearest that it has: from the name itself upwards, but for names of one label, and such as no zone begins with. */
    private Zone zone(String name, Map<String, Optional<Zone>> known) throws IOException {
        if (!name.matches("[a-z0-9_*-]{1,63}(\\.[a-z0-9_-]{1,63})+")) throw new IOException(name + " is no name of DNS that can be changed from here");
        int depth = 0;
        for (var at = name; at.contains(".") && depth < ProviderLimits.DEPTH_MAX; at = at.substring(at.indexOf('.') + 1)) {
            if (at.startsWith("_") || at.startsWith("*")) continue;
            depth++;
            if (!known.containsKey(at)) known.put(at, provider.zone(at));
            if (known.get(at).isPresent()) return known.get(at).get();
        }
        throw new IOException(conversation.title() + " shows us no zone of " + name + ": is it in this account, and may the token see it?");
    }
}
