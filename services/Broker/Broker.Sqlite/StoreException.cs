namespace WasmEngine.Broker.Sqlite;

/// <summary>The broker's database can't be used; the message names the file and the remedy.</summary>
public sealed class StoreException : Exception
{
    /// <summary>Creates the exception.</summary>
    public StoreException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
