package sigillo.web;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import sigillo.base.Domain;
import sigillo.correspondents.PublishedCertificates;
import sigillo.http.Answering;
import sigillo.http.Asked;
import sigillo.http.Reply;
import sigillo.store.Damaged;
import sigillo.wkd.WkdLocation;

/**
 * The Web Key Directory of our domains, for anybody: a certificate for the hash of a local part, by both methods of the
 * draft, and an empty policy. Nothing is listed; who guesses addresses learns which of them have published, as the
 * draft has it.
 */
record WkdDoor(PublishedCertificates published, Predicate<Domain> isOurs) implements Answering {
    private static final System.Logger LOG = System.getLogger(WkdDoor.class.getName());
    /** A change is seen within this; in seconds. */
    private static final String KEPT = "public, max-age=300";

    @Override public boolean has(String path) { return WkdLocation.isBelow(path); }

    @Override public int bodyOctetsMax(String path) { return 0; }

    @Override public Reply answer(Asked asked) {
        if (!asked.isRead()) return shared(Reply.text(405, "")).with("Allow", "GET, HEAD");
        var host = asked.host().replaceFirst(":[0-9]{1,5}$", "").toLowerCase(Locale.ROOT);
        var place = WkdLocation.asked(host, asked.path()).filter(one -> isOurs.test(one.domain()));
        try {
            return shared(place.flatMap(this::found).orElseGet(() -> Reply.text(404, "There is nothing.\n")));
        } catch (Damaged spoiled) { // an alarm names it; that there is none would be wrong too
            LOG.log(System.Logger.Level.WARNING, "not answered: " + spoiled.getMessage());
            return shared(Reply.text(503, "It cannot be given now.\n"));
        }
    }

    private Optional<Reply> found(WkdLocation.Asked place) {
        if (place.hash().isEmpty()) return Optional.of(Reply.text(200, "").with("Cache-Control", KEPT));
        return published.find(place.domain(), place.hash().get()).map(one ->
            Reply.of(200, "application/octet-stream", one.octets().toArray()).with("Cache-Control", KEPT));
    }

    /** Mail programs in browsers ask too: Fetch, CORS protocol. */
    private static Reply shared(Reply reply) {
        return reply.with("Access-Control-Allow-Origin", "*").with("Cross-Origin-Resource-Policy", "cross-origin");
    }
}
