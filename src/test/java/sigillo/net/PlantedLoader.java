package sigillo.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ConstantDesc;
import java.lang.constant.MethodTypeDesc;

/** Loads all of ours anew, with one method changed: a fault as somebody could have written it. */
public final class PlantedLoader extends ClassLoader {

    /** What becomes of a method of this type. */
    public interface Change {
        CodeTransform of(MethodTypeDesc type);
    }

    public static final Change NOTHING =
        type -> body(type, code -> constant(code, TypeKind.from(type.returnType()), 0));

    /** A static method gives what it is given. */
    public static final Change ECHO = type -> body(type, code -> code.aload(0).areturn());

    public static final Change THROWS = type -> body(type, code -> code.aconst_null().athrow());

    private final String type;
    private final String method;
    private final Change change;
    private boolean isPlanted;

    /** {@code type} empty: nothing is changed. */
    public PlantedLoader(String type, String method, Change change) {
        super(PlantedLoader.class.getClassLoader());
        this.type = type;
        this.method = method;
        this.change = change;
    }

    /** It gives this number, or truth, at once. */
    public static Change returns(int value) {
        return type -> body(type, code -> constant(code, TypeKind.from(type.returnType()), value));
    }

    /** One constant is another, wherever it stands in it: a number, or a text. */
    public static Change instead(Object constant, Object other) {
        return _ -> (code, element) -> {
            boolean isIt = element instanceof ConstantInstruction push && push.constantValue().equals(constant);
            if (isIt) load(code, other);
            else code.with(element);
        };
    }

    private static void load(CodeBuilder code, Object constant) {
        switch (constant) {
            case Integer number -> code.loadConstant(number);
            case Long number -> code.loadConstant(number);
            default -> code.loadConstant((ConstantDesc) constant);
        }
    }

    /** What it calls is not called, and gives nothing, 0 or false. */
    public static Change without(String call) {
        return _ -> (code, element) -> {
            if (element instanceof InvokeInstruction one && one.name().equalsString(call)) leaveOut(code, one);
            else code.with(element);
        };
    }

    private static void leaveOut(CodeBuilder code, InvokeInstruction one) {
        for (var argument : one.typeSymbol().parameterList().reversed()) {
            if (TypeKind.from(argument).slotSize() == 2) code.pop2();
            else code.pop();
        }
        if (one.opcode() != Opcode.INVOKESTATIC) code.pop();
        push(code, TypeKind.from(one.typeSymbol().returnType()), 0);
    }

    /** What a call gives is so much more; true is one more than false. */
    public static Change more(String call, int more) {
        return _ -> (code, element) -> {
            code.with(element);
            if (!(element instanceof InvokeInstruction one && one.name().equalsString(call))) return;
            if (TypeKind.from(one.typeSymbol().returnType()) == TypeKind.LONG) code.loadConstant((long) more).ladd();
            else code.loadConstant(more).iadd();
        };
    }

    /** The other method, of the same type, is called in a call's place. */
    public static Change calls(String other, String call) {
        return _ -> (code, element) -> {
            if (element instanceof InvokeInstruction one && one.name().equalsString(call)) {
                code.invoke(one.opcode(), one.owner().asSymbol(), other, one.typeSymbol(), one.isInterface());
            } else {
                code.with(element);
            }
        };
    }

    /** Where two texts are said only the second is: a status has no code. */
    public static Change withoutFirstOf(String call) {
        return _ -> (code, element) -> {
            if (element instanceof InvokeInstruction one && one.name().equalsString(call)
                && one.typeSymbol().parameterCount() == 2) {
                var less = one.typeSymbol().dropParameterTypes(0, 1);
                code.swap().pop().invoke(one.opcode(), one.owner().asSymbol(), call, less, one.isInterface());
            } else {
                code.with(element);
            }
        };
    }

    /** A constant of a field's type is taken in the field's place. */
    public static Change insteadOfField(String field, String constant) {
        return _ -> (code, element) -> {
            if (element instanceof FieldInstruction one && one.opcode() == Opcode.GETFIELD
                && one.name().equalsString(field)) {
                code.pop().getstatic(one.typeSymbol(), constant, one.typeSymbol());
            } else {
                code.with(element);
            }
        };
    }

    /** An argument, counted as the machine does from {@code this}, is this number or truth. */
    public static Change argument(int slot, int value) {
        return _ -> beginning(code -> code.loadConstant(value).istore(slot));
    }

    /** An argument that is a long is so much more. */
    public static Change argumentMore(int slot, long more) {
        return _ -> beginning(code -> code.lload(slot).loadConstant(more).ladd().lstore(slot));
    }

    /** Something is done first. */
    public static CodeTransform beginning(Body first) {
        return new CodeTransform() {
            @Override public void atStart(CodeBuilder code) { first.write(code); }

            @Override public void accept(CodeBuilder code, CodeElement element) { code.with(element); }
        };
    }

    /** Instructions. */
    public interface Body {
        void write(CodeBuilder code);
    }

    private static CodeTransform body(MethodTypeDesc type, Body body) {
        return CodeTransform.ofStateful(() -> new CodeTransform() {
            private boolean isWritten;

            @Override public void accept(CodeBuilder code, CodeElement element) {
                if (isWritten) return;
                isWritten = true;
                body.write(code);
            }
        });
    }

    private static void constant(CodeBuilder code, TypeKind kind, int value) {
        push(code, kind, value);
        code.return_(kind);
    }

    private static void push(CodeBuilder code, TypeKind kind, int value) {
        switch (kind) {
            case VOID -> { }
            case LONG -> code.loadConstant((long) value);
            case REFERENCE -> code.aconst_null();
            default -> code.loadConstant(value);
        }
    }

    /** There was such a method, and it has run, or its class was loaded. */
    public void assertPlanted() {
        if (!isPlanted && !type.isEmpty()) throw new IllegalStateException("no " + method + " in " + type);
    }

    @Override protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith("sigillo.")) return super.loadClass(name, resolve);
        synchronized (getClassLoadingLock(name)) {
            var known = findLoadedClass(name);
            return known != null ? known : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (var in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) throw new ClassNotFoundException(name);
            var octets = in.readAllBytes();
            var changed = name.equals(type) ? changed(octets) : octets;
            return defineClass(name, changed, 0, changed.length, PlantedLoader.class.getProtectionDomain());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] changed(byte[] octets) {
        var files = ClassFile.of(ClassFile.DeadCodeOption.PATCH_DEAD_CODE);
        return files.transformClass(files.parse(octets), (classes, element) -> {
            if (element instanceof MethodModel one && one.methodName().equalsString(method) && one.code().isPresent()) {
                isPlanted = true;
                classes.transformMethod(one, MethodTransform.transformingCode(change.of(one.methodTypeSymbol())));
            } else {
                classes.with(element);
            }
        });
    }
}
