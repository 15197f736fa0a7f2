package sigillo.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.http.Asked;
import sigillo.login.Passkeys;
import sigillo.webauthn.Ceremony;
import tools.jackson.databind.JsonNode;

/** What a browser says of a passkey (W3C Web Authentication), as octets and where it says it. */
final class PasskeySaid {
    /** Of what a browser says, as JSON. */
    private static final int CLIENT_OCTETS_MAX = 4 << 10;

    private PasskeySaid() {}

    /**
     * Where the browser is, if keys can be for that: the name of this server, or this machine. By another name, as
     * behind a stranger's, none is made or taken.
     */
    static Optional<Ceremony.Here> here(House house, Asked asked) {
        var party = asked.host().replaceFirst(":[0-9]{1,5}$", "").toLowerCase(Locale.ROOT);
        boolean isOurs = party.equals(house.name().name()) || party.equals("localhost");
        return isOurs ? Optional.of(new Ceremony.Here("https://" + asked.host().toLowerCase(Locale.ROOT), party))
            : Optional.empty();
    }

    record Client(byte[] challenge, Ceremony.Client said) {}

    /** Web Authentication, section 5.8.1. */
    static Optional<Client> client(JsonNode with) {
        var text = Json.octets(with, "client");
        if (text.length == 0 || text.length > CLIENT_OCTETS_MAX) return Optional.empty();
        return Json.parse(text).map(said -> new Client(challenge(said),
            new Ceremony.Client(Json.text(said, "type"), Json.text(said, "origin"), said.path("crossOrigin").asBoolean(false), text)));
    }

    private static byte[] challenge(JsonNode said) {
        try {
            return Base64.getUrlDecoder().decode(Json.text(said, "challenge").getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException malformed) {
            return new byte[0];
        }
    }

    /** That one is shown. */
    static Optional<Passkeys.Assertion> shown(House house, Asked asked, JsonNode with) {
        var here = here(house, asked);
        return client(with).filter(_ -> here.isPresent()).map(client ->
            new Passkeys.Assertion(Bytes.wrap(Json.octets(with, "credential")), client.challenge, client.said,
                Json.octets(with, "data"), Json.octets(with, "signature"), Bytes.wrap(Json.octets(with, "user")),
                here.get()));
    }
}
