package sigillo.main.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes what helps who helps into one file, a ZIP, readable by who wrote it only. */
final class BundleFile {
    private static final Pattern SETTING = Pattern.compile("([a-z0-9_]+) = (.*?)(  # default)?");
    /** Numbers, switches, durations and sizes say nothing of anybody; texts may. */
    private static final Pattern PLAIN = Pattern.compile("true|false|-?[0-9.]+|\"[0-9]+ (seconds|minutes|hours|days|weeks|KiB|MiB|GiB|KB|MB|GB)\"");

    private BundleFile() {}

    /** Throws {@link Failure}, also where the file is there already. */
    static void write(Path file, Map<String, String> texts) {
        var rights = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var channel = Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), rights);
             var zip = new ZipOutputStream(java.nio.channels.Channels.newOutputStream(channel), StandardCharsets.UTF_8)) {
            for (var one : new TreeMap<>(texts).entrySet()) {
                zip.putNextEntry(new ZipEntry(one.getKey()));
                zip.write(one.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        } catch (FileAlreadyExistsException there) {
            throw new Failure(file + " is there already");
        } catch (IOException e) {
            throw new Failure(file + " cannot be written: " + e.getMessage());
        }
    }

    /** {@code effective}: every setting, as {@code config show} has it. Those that are not as they are by default, their texts left out. */
    static String settings(String effective) {
        var text = new StringBuilder("settings that are not as they are by default; texts are left out\n");
        var heading = "";
        for (var line : effective.lines().toList()) {
            if (line.matches("\\[{1,2}[a-z0-9_.]+]{1,2}")) heading = line;
            var setting = SETTING.matcher(line);
            if (line.startsWith("#") || !setting.matches() || setting.group(3) != null) continue;
            if (!heading.isEmpty()) text.append(heading).append('\n');
            heading = "";
            text.append(setting.group(1)).append(" = ").append(PLAIN.matcher(setting.group(2)).matches() ? setting.group(2) : "(set)").append('\n');
        }
        return text.toString();
    }
}
