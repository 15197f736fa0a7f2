package sigillo.pushing;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The other side, written from RFC 8291 section 3.4 alone, with the keys of its appendix A. */
final class Subscriber {
    private static byte[] octets(String base64) { return Base64.getUrlDecoder().decode(base64); }

    private static final byte[] POINT = octets("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4");
    private static final byte[] PRIVATE = octets("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94");
    private static final byte[] SECRET = octets("BTBZMqHH6r4Tts7J_aSIgg");

    byte[] opened(byte[] body) throws Exception {
        var in = ByteBuffer.wrap(body);
        var salt = new byte[16];
        in.get(salt).getInt();
        var sender = new byte[in.get() & 0xFF];
        in.get(sender);
        var sealed = new byte[in.remaining()];
        in.get(sealed);
        var input = expand(mac(SECRET, shared(sender)), joined("WebPush: info\0".getBytes(StandardCharsets.US_ASCII), POINT, sender), 32);
        var root = mac(salt, input);
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(expand(root, "Content-Encoding: aes128gcm\0".getBytes(StandardCharsets.US_ASCII), 16), "AES"),
            new GCMParameterSpec(128, expand(root, "Content-Encoding: nonce\0".getBytes(StandardCharsets.US_ASCII), 12)));
        var clear = cipher.doFinal(sealed);
        int end = clear.length;
        while (clear[end - 1] == 0) end--;
        if (clear[end - 1] != 2) throw new AssertionError("no last record");
        return Arrays.copyOf(clear, end - 1);
    }

    private static byte[] shared(byte[] sender) throws Exception {
        var parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        var curve = parameters.getParameterSpec(ECParameterSpec.class);
        var factory = KeyFactory.getInstance("EC");
        var agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(factory.generatePrivate(new ECPrivateKeySpec(new BigInteger(1, PRIVATE), curve)));
        agreement.doPhase(factory.generatePublic(new ECPublicKeySpec(new ECPoint(new BigInteger(1, Arrays.copyOfRange(sender, 1, 33)),
            new BigInteger(1, Arrays.copyOfRange(sender, 33, 65))), curve)), true);
        return agreement.generateSecret();
    }

    private static byte[] mac(byte[] key, byte[] text) throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text);
    }

    /** One block is enough. */
    private static byte[] expand(byte[] key, byte[] info, int octets) throws Exception { return Arrays.copyOf(mac(key, joined(info, new byte[] {1})), octets); }

    private static byte[] joined(byte[]... all) {
        var joined = ByteBuffer.allocate(Arrays.stream(all).mapToInt(one -> one.length).sum());
        for (var one : all) joined.put(one);
        return joined.array();
    }
}
