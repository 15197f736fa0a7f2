package sigillo.web;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.correspondents.CertificateLookup.Found;
import sigillo.correspondents.CertificateLookup.Result;
import sigillo.correspondents.KeyLog;
import sigillo.correspondents.LogEntry;
import sigillo.correspondents.PublishedCertificates;
import sigillo.correspondents.PublishedCertificates.Outcome;
import sigillo.correspondents.PublishedCertificates.Own;
import sigillo.correspondents.PublishedCertificates.Why;
import sigillo.http.Reply;
import sigillo.store.Damaged;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The OpenPGP certificate that an account publishes, those of others here, and the log of all of them. */
final class ApiOpenPgp {
    private static final System.Logger LOG = System.getLogger(ApiOpenPgp.class.getName());

    private final House house;

    ApiOpenPgp(House house) { this.house = house; }

    void addTo(Map<String, Call> calls) {
        calls.put("GET /api/openpgp/certificate", sound((visit, _) -> own(visit)));
        calls.put("PUT /api/openpgp/certificate", sound(this::publish));
        calls.put("DELETE /api/openpgp/certificate", sound(this::withdraw));
        calls.put("GET /api/openpgp/served", sound((visit, _) -> served(visit)));
        calls.put("GET /api/openpgp/certificates", sound((visit, _) -> here(visit)));
        calls.put("POST /api/openpgp/lookup", sound(this::lookUp));
        calls.put("GET /api/openpgp/log", sound((visit, _) -> log(visit)));
    }

    /** Of what this server did not write there is an alarm; who asks for it is told nothing rather than what is wrong. */
    private static Call sound(Call call) {
        return (visit, with) -> {
            try {
                return call.answer(visit, with);
            } catch (Damaged spoiled) {
                LOG.log(System.Logger.Level.WARNING, "not answered: " + spoiled.getMessage());
                return Json.error(503, "damaged");
            }
        };
    }

    private PublishedCertificates published() { return house.endToEnd().published(); }

    // ---- one's own ----

    /** One that others wrote is given to nobody: its owner publishes his once more, by {@link #publish}. */
    private Reply own(Visit visit) {
        var account = visit.mine().user().account();
        if (published().isSpoiled(account)) return Json.error(409, "spoiled");
        return published().own(account).map(own -> Json.reply(200, shown(account, own)))
            .orElseGet(() -> Json.error(404, "notFound"));
    }

    private ObjectNode shown(AccountId account, Own own) {
        var shown = Json.object().put("fingerprint", own.fingerprint()).put("certificate", base64(own.octets()))
            .put("publishedAt", own.published().toString());
        var addresses = shown.putArray("addresses");
        own.addresses().forEach(one -> addresses.add(one.toString()));
        named(account).ifPresent(fingerprint -> shown.put("encryptedTo", fingerprint));
        return shown;
    }

    /** What the log has the hash of: for an owner's browser, which sees by it whether it was his. */
    private Reply served(Visit visit) {
        var hash = visit.asked().query().get("hash");
        if (!hash.matches("[0-9a-f]{64}")) return Json.error(400, "hash");
        return published().wasServed(visit.mine().user().account(), Bytes.wrap(HexFormat.of().parseHex(hash)))
            .map(octets -> Json.reply(200, Json.object().put("certificate", base64(octets))))
            .orElseGet(() -> Json.error(404, "notFound"));
    }

    /**
     * Mail of others goes to it, and at level L2 all that comes: so another key needs the password or a passkey. So
     * does the first one, unless its owner has signed in lately, as who signs up has.
     */
    private Reply publish(Visit visit, JsonNode with) {
        var account = visit.mine().user().account();
        var given = with.has("certificate") ? Json.octets(with, "certificate") : visit.asked().body();
        if (isForOwnerAlone(visit, given)) {
            if (!Asking.isSaid(with)) return Json.error(403, "passwordNeeded");
            var why = Asking.passwordOrPasskey(house, visit, with);
            if (why.isPresent()) return Api.error(why.get());
            // what a stop has left of the change before; else the one that is named could be too long ago
            if (!published().isSpoiled(account)) new ZeroAccess(house).follow(visit);
        }
        return switch (published().publish(account, given)) {
            case Outcome.Done(var own) -> {
                house.endToEnd().ledger().certificate(account, "certificatePublished", own.fingerprint());
                boolean isNamed = new ZeroAccess(house).follow(visit);
                yield isNamed ? Json.reply(200, shown(account, own)) : Json.error(409, "notNamed");
            }
            case Outcome.Refused(var no, var sentence) -> Json.reply(status(no), Json.object().put("error", word(no)).put("why", sentence));
        };
    }

    private boolean isForOwnerAlone(Visit visit, byte[] given) {
        var account = visit.mine().user().account();
        if (published().isSpoiled(account)) return true;
        var own = published().own(account).map(Own::fingerprint);
        var named = named(account);
        boolean isFresh = visit.mine().begunAt().plus(WebLimits.FRESH_FOR).isAfter(house.clock().instant());
        if (own.isEmpty() && named.isEmpty()) return !isFresh;
        return !own.equals(named.or(() -> own)) || published().isAnother(account, given);
    }

    /** To which what comes is encrypted at level L2: its fingerprint. */
    private Optional<String> named(AccountId account) {
        var hex = HexFormat.of().withUpperCase();
        return house.keyring().wrapsTo(account).map(fingerprint -> hex.formatHex(fingerprint.toArray()));
    }

    private static int status(Why why) { return why == Why.SLOWED ? 429 : 400; }

    private static String word(Why why) {
        return switch (why) {
            case BROKEN -> "broken";
            case VERSION -> "version";
            case CANNOT_ENCRYPT -> "cannotEncrypt";
            case NOT_OURS, NO_ACCOUNT -> "notOurs";
            case TOO_LARGE -> "tooLarge";
            case SLOWED -> "slowed";
        };
    }

    private Reply withdraw(Visit visit, JsonNode with) {
        var why = Asking.passwordOrPasskey(house, visit, with);
        if (why.isPresent()) return Api.error(why.get());
        var account = visit.mine().user().account();
        if (named(account).isPresent()) return Json.error(409, "levelTwo");
        if (!published().withdraw(account)) return Json.error(404, "notFound");
        house.endToEnd().ledger().certificate(account, "certificateWithdrawn", "");
        return Json.done();
    }

    // ---- of others here ----

    private Reply here(Visit visit) {
        return Address.parse(visit.asked().query().get("address"))
            .map(address -> found(address, house.endToEnd().lookup().here(address))).orElseGet(() -> Json.error(400, "addressUnfit"));
    }

    /** Of others elsewhere too, whom this server asks: said when somebody sends, or presses a button; never while he types. */
    private Reply lookUp(Visit visit, JsonNode with) {
        var address = Address.parse(Json.text(with, "address"));
        if (address.isEmpty()) return Json.error(400, "addressUnfit");
        return switch (house.endToEnd().lookup().lookUp(visit.mine().user().account(), address.get())) {
            case Result.Certificates(var found) -> found(address.get(), found);
            case Result.Busy() -> Json.error(503, "busy").with("Retry-After", "2");
            case Result.Slowed() -> Json.error(429, "slowed");
        };
    }

    private static Reply found(Address address, List<Found> found) {
        var shown = Json.object();
        var list = shown.putArray("certificates");
        found.forEach(one -> list.addObject().put("source", one.source().name().toLowerCase(Locale.ROOT)).put("address", address.toString())
            .put("certificate", base64(one.octets())));
        return Json.reply(200, shown);
    }

    // ---- the log ----

    /** Of an address: its newest entry, proven; since a size: what came behind it. */
    private Reply log(Visit visit) {
        var query = visit.asked().query();
        if (query.has("address")) return Address.parse(query.get("address")).map(KeyLog::hash).flatMap(published().log()::of)
            .map(ApiOpenPgp::proven).orElseGet(() -> Json.error(404, "notFound"));
        if (!query.has("since")) return Json.reply(200, shown(published().log().head()));
        var since = query.get("since");
        if (!since.matches("[0-9]{1,15}")) return Json.error(400, "since");
        return published().log().since(Long.parseLong(since)).map(ApiOpenPgp::since).orElseGet(() -> Json.error(409, "otherLog"));
    }

    private static Reply proven(KeyLog.Proven proven) {
        var shown = shown(proven.head());
        shown.set("entry", shown(proven.entry()));
        hashes(shown, "inclusion", proven.inclusion());
        return Json.reply(200, shown);
    }

    private static Reply since(KeyLog.Since since) {
        var shown = shown(since.head());
        hashes(shown, "consistency", since.consistency());
        var entries = shown.putArray("entries");
        since.entries().forEach(one -> entries.add(shown(one)));
        return Json.reply(200, shown);
    }

    private static void hashes(ObjectNode into, String name, List<Bytes> hashes) {
        var list = into.putArray(name);
        hashes.forEach(one -> list.add(hex(one)));
    }

    private static ObjectNode shown(KeyLog.Head head) {
        return Json.object().put("origin", head.origin()).put("size", head.size()).put("root", hex(head.root()))
            .put("publicKey", base64(head.publicKey())).put("signature", base64(head.signature()));
    }

    private static ObjectNode shown(LogEntry entry) {
        return Json.object().put("index", entry.index()).put("at", entry.at().getEpochSecond()).put("address", hex(entry.address()))
            .put("certificate", hex(entry.certificate()));
    }

    private static String hex(Bytes octets) { return HexFormat.of().formatHex(octets.toArray()); }

    private static String base64(Bytes octets) { return Base64.getEncoder().encodeToString(octets.toArray()); }
}
