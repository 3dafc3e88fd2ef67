using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Reflection.Emit;

namespace ConvGen.Tests.Jit;

/// <summary>What RyuJIT counts of a method before it decides whether to optimise it.</summary>
/// <param name="Bytes">The bytes of IL.</param>
/// <param name="Instructions">The IL instructions.</param>
/// <param name="Blocks">The basic blocks: the method's start, targets of branches, and what follows a branch.</param>
/// <param name="Locals">The locals and parameters.</param>
/// <param name="References">The instructions that name a local or a parameter.</param>
internal sealed record MethodSize(int Bytes, int Instructions, int Blocks, int Locals, int References)
{
    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(static field => (OpCode)field.GetValue(null)!)
        .ToDictionary(static code => code.Value);

    /// <summary>Counts a method's IL.</summary>
    /// <exception cref="ArgumentException">The method has no body.</exception>
    public static MethodSize Of(MethodBase method)
    {
        MethodBody body = method.GetMethodBody()
            ?? throw new ArgumentException($"A method with a body was expected, not {method}.", nameof(method));
        byte[] il = body.GetILAsByteArray()!;
        HashSet<int> starts = [0];
        int instructions = 0;
        int references = 0;

        for (int at = 0; at < il.Length; instructions++)
        {
            OpCode code = OpCodesByValue[il[at] == 0xFE ? unchecked((short)(0xFE00 | il[at + 1])) : il[at]];
            int operand = at + code.Size;
            int next = operand + OperandSize(code, il, operand);
            references += NamesVariable(code) ? 1 : 0;

            if (code.FlowControl is FlowControl.Branch or FlowControl.Cond_Branch)
            {
                starts.UnionWith(Targets(code, il, operand, next));
                starts.Add(next);
            }

            at = next;
        }

        starts.Remove(il.Length);
        int parameters = method.GetParameters().Length + (method.IsStatic ? 0 : 1);
        return new MethodSize(il.Length, instructions, starts.Count, body.LocalVariables.Count + parameters, references);
    }

    private static bool NamesVariable(OpCode code)
    {
        string name = code.Name!;
        return name.StartsWith("ldloc", StringComparison.Ordinal) || name.StartsWith("stloc", StringComparison.Ordinal)
            || name.StartsWith("ldarg", StringComparison.Ordinal) || name.StartsWith("starg", StringComparison.Ordinal);
    }

    private static IEnumerable<int> Targets(OpCode code, byte[] il, int operand, int next)
    {
        return code.OperandType switch
        {
            OperandType.ShortInlineBrTarget => [next + (sbyte)il[operand]],
            OperandType.InlineBrTarget => [next + BitConverter.ToInt32(il, operand)],
            _ => Enumerable.Range(1, BitConverter.ToInt32(il, operand))
                .Select(i => next + BitConverter.ToInt32(il, operand + (4 * i))),
        };
    }

    private static int OperandSize(OpCode code, byte[] il, int operand)
    {
        return code.OperandType switch
        {
            OperandType.InlineNone => 0,
            OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
            OperandType.InlineVar => 2,
            OperandType.InlineI8 or OperandType.InlineR => 8,
            OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, operand)),
            _ => 4,
        };
    }
}
