package sigillo.web;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sigillo.account.Account;
import sigillo.account.ClientTexts;
import sigillo.account.EmailId;
import sigillo.base.Bytes;
import sigillo.http.Reply;
import sigillo.keyring.Level;
import sigillo.sealing.ClientTextSeal;
import sigillo.sealing.SealedKey;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was made at level L2 of each mail that came, for its owner's browsers: they fetch it in pages, keep it in
 * their own index, and say so. A record is nothing to this server. The key to which they are sealed is named once, by
 * who is signed in; it is derived from the client root, so that each browser sees whether it is its own.
 */
final class ApiClientTexts {
    static final String PATH = "/api/vault/texts";
    /** Of one page: some megabytes as JSON. */
    private static final int RECORDS_MAX = 500;
    private static final long OCTETS_MAX = 2L << 20;
    /** That are taken at once: a commit has to hold them. */
    private static final int TAKEN_MAX = 1_000;

    private final House house;

    ApiClientTexts(House house) { this.house = house; }

    void addTo(Map<String, Call> calls) {
        calls.put("GET " + PATH, (visit, _) -> page(visit));
        calls.put("PUT " + PATH + "/key", this::name);
        calls.put("POST " + PATH + "/taken", this::taken);
    }

    private Account account(Visit visit) { return house.endToEnd().accounts().apply(visit.mine().user().account()); }

    private Reply page(Visit visit) {
        var query = visit.asked().query();
        var before = query.has("before") ? EmailId.parse(query.get("before")) : Optional.<EmailId>empty();
        if (query.has("before") && before.isEmpty()) return Json.error(400, "before");
        var account = account(visit);
        var shown = Json.object().put("isAtLevelTwo", house.keyring().level(account.id()) == Level.L2).put("count",
            account.clientTextCount());
        house.keyring().textsTo(account.id()).ifPresent(key -> shown.put("key", base64(key.unsafeArray())));
        add(shown, account.clientTexts(before, RECORDS_MAX, OCTETS_MAX));
        return Json.reply(200, shown);
    }

    /** What many records share is told once. */
    private static void add(ObjectNode shown, ClientTexts.Page page) {
        var ciphertexts = new LinkedHashMap<Bytes, Integer>();
        var records = shown.putArray("records");
        for (var one : page.kept()) {
            var record = records.addObject().put("id", one.email().toString()).put("receivedAt", one.receivedAt()
                .toString());
            // what is none has nothing to open: the browser takes it off
            ClientTextSeal.pieces(one.sealed()).ifPresent(pieces -> record
                .put("ciphertext", ciphertexts.computeIfAbsent(pieces.ciphertext(), _ -> ciphertexts.size()))
                .put("index", pieces.index()).put("sealed", base64(pieces.sealed())));
        }
        var list = shown.putArray("ciphertexts");
        ciphertexts.keySet().forEach(one -> list.add(base64(one.unsafeArray())));
        page.next().ifPresent(next -> shown.put("next", next.toString()));
    }

    /** A session alone does not put another in its place: back to level L1, and here again, does. */
    private Reply name(Visit visit, JsonNode with) {
        var key = Json.octets(with, "key");
        if (key.length != SealedKey.PUBLIC_OCTETS) return Json.error(400, "keyUnfit");
        var account = visit.mine().user().account();
        boolean isNew = house.keyring().textsTo(account).isEmpty();
        if (!house.keyring().textsTo(visit.mine().unlocked(), Bytes.wrap(key))) {
            return Json.error(409, house.keyring().level(account) == Level.L2 ? "otherKey" : "notLevelTwo");
        }
        if (isNew) house.endToEnd().ledger().textsKey(account, key);
        return Json.done();
    }

    private Reply taken(Visit visit, JsonNode with) {
        var ids = new ArrayList<EmailId>();
        for (var text : Json.texts(with, "ids")) {
            var id = EmailId.parse(text);
            if (id.isEmpty()) return Json.error(400, "ids");
            ids.add(id.get());
        }
        if (ids.size() > TAKEN_MAX) return Json.error(400, "tooMany");
        account(visit).forgetClientTexts(List.copyOf(ids));
        return Json.done();
    }

    private static String base64(byte[] octets) { return Base64.getEncoder().encodeToString(octets); }
}
