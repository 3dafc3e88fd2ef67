using System.Threading;

namespace ConvGen.Runtime;

/// <summary>
/// A few objects kept for the next user. Renting and returning take no lock and allocate nothing; an object that
/// finds no free place is left to the garbage collector.
/// </summary>
internal sealed class Pool<T>
    where T : class
{
    private readonly T?[] _slots = new T?[64];

    /// <summary>Takes an object, or null when none is there.</summary>
    public T? Rent()
    {
        for (int i = 0; i < _slots.Length; i++)
        {
            if (Volatile.Read(ref _slots[i]) is not null && Interlocked.Exchange(ref _slots[i], null) is { } item)
            {
                return item;
            }
        }

        return null;
    }

    /// <summary>Gives an object back.</summary>
    public void Return(T item)
    {
        for (int i = 0; i < _slots.Length; i++)
        {
            if (Interlocked.CompareExchange(ref _slots[i], item, null) is null)
            {
                return;
            }
        }
    }
}
