package sigillo.login;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Base64;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import sigillo.account.AccountId;
import tools.jackson.databind.JsonNode;

/** What a browser makes of a password, and says in its place: docs/sealing.md, password. In base64. */
public record Stretched(String authenticating, String opening) {
    /** {@code parameters}: as {@code POST /api/sign-in/parameters} has them. */
    public static Stretched of(String password, JsonNode parameters) {
        var argon2 = new Argon2BytesGenerator();
        argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withSalt(Base64.getDecoder().decode(parameters.get("salt").asString()))
                .withMemoryAsKB(parameters.get("memoryKib").asInt())
            .withIterations(parameters.get("passes").asInt()).withParallelism(parameters.get("lanes").asInt()).build());
        var stretched = new byte[SplitKdf.STRETCHED_OCTETS];
        argon2.generateBytes(Normalizer.normalize(password, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8),
            stretched);
        var account = new AccountId(parameters.get("account").asString());
        var base64 = Base64.getEncoder();
        return new Stretched(base64.encodeToString(SplitKdf.authenticating(stretched, account)),
            base64.encodeToString(SplitKdf.opening(stretched, account)));
    }
}
