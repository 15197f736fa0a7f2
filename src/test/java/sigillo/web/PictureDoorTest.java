package sigillo.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.directory.User;
import sigillo.http.Asked;
import sigillo.http.Fields;
import sigillo.keyring.Unlocked;
import sigillo.login.SignIn;

/** Who may have pictures fetched. What is fetched is {@link sigillo.pictures.Pictures}'s. */
class PictureDoorTest {
    private static final SignIn.Answer.Welcome ANNA = SignIn.Answer.Welcome.toAll(new User(new AccountId("anna"), Address.of("anna@home.example")),
        Unlocked.nothing(new AccountId("anna"), () -> true));

    private static int status(Asked.Method method, boolean isSignedIn) {
        var asked = new Asked(method, PictureDoor.PATH, Fields.parse("url=https://a.example/"), Map.of("host", "localhost"), new byte[0], InetAddress.getLoopbackAddress(), () -> { });
        return new PictureDoor(Optional.empty(), _ -> isSignedIn ? Optional.of(ANNA) : Optional.empty()).answer(asked).status();
    }

    @Test void onlyWhoIsSignedInAsks() {
        assertEquals(401, status(Asked.Method.GET, false));
        assertEquals(502, status(Asked.Method.GET, true), "nobody outside is asked here");
        assertEquals(405, status(Asked.Method.POST, true));
        assertTrue(new PictureDoor(Optional.empty(), _ -> Optional.empty()).has("/webmail/picture"));
    }
}
