package sigillo.openpgp;

import java.util.ArrayList;
import java.util.List;

/** RNP's command. Its own key is of RSA. */
final class RnpTool extends CommandTool {
    RnpTool() { super("rnp"); }

    @Override public void begin(Known known) throws Exception {
        super.begin(known);
        var keys = "rnpkeys --homedir " + path("home") + " --password '" + PASSPHRASE + "' ";
        shell("mkdir -m 700 " + path("home"));
        shell(keys + "--import-keys " + path("us.pgp"));
        shell(keys + "--import-keys " + path("moved.asc"));
        shell(keys + "--generate-key --s2k-iterations 65536 --numbits 2048 --userid rnp@mx.example");
    }

    private String rnp(String... words) {
        var all = new ArrayList<>(List.of("--homedir", path("home"), "--password", PASSPHRASE));
        all.addAll(List.of(words));
        return run(all.toArray(String[]::new));
    }

    @Override public byte[] certificate() throws Exception {
        return shell("rnpkeys --homedir " + path("home") + " --export-key rnp@mx.example").getBytes();
    }

    @Override public byte[] seal(byte[] content, boolean isEncrypted, boolean isSigned) throws Exception {
        var out = place();
        var words = new ArrayList<>(List.of("--output", out));
        if (isEncrypted) words.addAll(List.of("--encrypt", "-r", "us@mx.example"));
        if (isSigned) words.addAll(List.of("--sign", "-u", "rnp@mx.example"));
        words.add(file(content));
        rnp(words.toArray(String[]::new));
        return octets(out);
    }

    /** In LibrePGP's way. */
    byte[] sealAead(byte[] content, String mode) throws Exception {
        var out = place();
        rnp("--encrypt", "--aead=" + mode, "-r", "us@mx.example", "--output", out, file(content));
        return octets(out);
    }

    @Override public byte[] open(byte[] message, boolean isEncrypted, boolean isSigned) throws Exception {
        var out = place();
        var said = rnp("--decrypt", "--output", out, file(message));
        if (isSigned) requireSaid(said, "Good signature");
        return octets(out);
    }

    @Override public byte[] signDetached(byte[] content) throws Exception {
        var out = place();
        rnp("--sign", "--detach", "-u", "rnp@mx.example", "--output", out, file(content));
        return octets(out);
    }

    @Override public byte[] signCleartext(byte[] text) throws Exception {
        var out = place();
        rnp("--clearsign", "-u", "rnp@mx.example", "--output", out, file(text));
        return octets(out);
    }

    @Override public void verifyDetached(byte[] content, byte[] signature) throws Exception {
        requireSaid(rnp("--verify", "--source", file(content), file(signature)), "Good signature");
    }
}
