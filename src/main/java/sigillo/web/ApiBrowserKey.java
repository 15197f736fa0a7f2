package sigillo.web;

import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import sigillo.http.Reply;

/**
 * The key by which a browser keeps mail: it has it sealed, and the server has nothing of it. What is kept there is opened by who
 * has the browser's disk and a session of the account, both. GET, so that it is asked beside all else at a start: nothing is kept here.
 */
final class ApiBrowserKey {
    static final String SEALED = "sigillo-sealed-key";
    private static final String PATH = " /api/browser-key";
    private static final int KEY_OCTETS = 32;
    /** Of one that is sealed, in base64. */
    private static final int SEALED_TEXT_MAX = 400;
    private final House house;

    ApiBrowserKey(House house) { this.house = house; }

    void addTo(Map<String, Call> calls) {
        calls.put("GET" + PATH, (visit, _) -> visit.asked().header(SEALED).isPresent() ? open(visit) : make(visit));
    }

    private Reply make(Visit visit) {
        var key = house.randomness().octets(KEY_OCTETS);
        try {
            return Json.reply(200, Json.object().put("key", text(key))
                .put("sealed", text(house.keyring().sealForBrowser(visit.mine().user().account(), key))));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** 404 for what was not sealed for this account, or by keys that do not open any more: the browser begins anew. */
    private Reply open(Visit visit) {
        var key = visit.asked().header(SEALED).flatMap(ApiBrowserKey::octets)
            .flatMap(sealed -> house.keyring().openForBrowser(visit.mine().user().account(), sealed));
        if (key.isEmpty()) return Json.error(404, "notFound");
        var reply = Json.reply(200, Json.object().put("key", text(key.get())));
        Arrays.fill(key.get(), (byte) 0);
        return reply;
    }

    private static String text(byte[] octets) { return Base64.getEncoder().encodeToString(octets); }

    private static Optional<byte[]> octets(String text) {
        if (text.length() > SEALED_TEXT_MAX) return Optional.empty();
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
