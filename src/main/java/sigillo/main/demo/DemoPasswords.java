package sigillo.main.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import sigillo.base.Address;
import sigillo.login.Passwords;
import sigillo.main.folder.DataFolder;

/** The passwords of a demo's accounts, made at its first start and kept beside its keys. */
final class DemoPasswords {
    private DemoPasswords() {}

    /** In the order of {@code accounts}. */
    static Map<Address, String> in(Path folder, Iterable<Address> accounts) throws IOException {
        var file = folder.resolve("demo-passwords");
        var known = Files.exists(file) ? read(file) : Map.<Address, String>of();
        var passwords = new LinkedHashMap<Address, String>();
        for (var account : accounts) passwords.put(account, known.getOrDefault(account, Passwords.fresh()));
        if (!passwords.equals(known)) DataFolder.write(file, text(passwords).getBytes(StandardCharsets.UTF_8));
        return passwords;
    }

    private static Map<Address, String> read(Path file) throws IOException {
        try {
            return Files.readAllLines(file).stream().map(line -> line.split(" ", 2))
                .collect(Collectors.toMap(words -> Address.of(words[0]), words -> words[1]));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new IOException(file + " is damaged: a line is an address, a blank and a password", e);
        }
    }

    private static String text(Map<Address, String> passwords) {
        return passwords.entrySet().stream().map(e -> e.getKey() + " " + e.getValue() + "\n").collect(Collectors.joining());
    }
}
