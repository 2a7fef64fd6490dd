// examples/embed/raii.cc -- a host in C++17: states that close themselves,
// errors of Lua as exceptions, exceptions as errors, objects in userdata.
//
//     raii raii.lua
//
// An error of Lua is a longjmp: it leaves C++ functions without running
// destructors, and that is undefined where there are any to run. So the rule
// is: between a protected call and a call that may raise, nothing that has a
// destructor is alive. What follows keeps to it in three places:
//
//   State::protect   runs a function of C++ protected; what it uses may own
//                    things if it was made outside.
//   guarded          a function that Lua calls: exceptions end in it, and are
//                    raised as errors when its catch clause has ended.
//   Class            objects live in userdata, and die by __gc.
//
// Read     State::protect, guarded, Class; then ledger_*, main.

#include <cstdio>
#include <exception>
#include <map>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>

#include <lua.hpp>

// ---- A state ---------------------------------------------------------------

struct LuaError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Values of C++ on the stack. push may raise; get may raise or throw.
inline void push(lua_State *L, lua_Integer n) { lua_pushinteger(L, n); }
inline void push(lua_State *L, int n) { lua_pushinteger(L, n); }
inline void push(lua_State *L, double x) { lua_pushnumber(L, x); }
inline void push(lua_State *L, const char *s) { lua_pushstring(L, s); }
inline void push(lua_State *L, const std::string &s)
{
    lua_pushlstring(L, s.data(), s.size());
}

inline void get(lua_State *L, int idx, lua_Integer &n)
{
    n = luaL_checkinteger(L, idx);
}
inline void get(lua_State *L, int idx, std::string &s)
{
    size_t n;
    const char *bytes = luaL_checklstring(L, idx, &n);
    s.assign(bytes, n);
}

class State {
public:
    State() : L(luaL_newstate(), lua_close)
    {
        if (!L)
            throw std::bad_alloc();
        protect([](lua_State *l) { luaL_openlibs(l); });
    }

    // Call f(L) protected, with an empty stack. An error becomes a LuaError;
    // an exception of f's passes on, once the library's frames have ended.
    template <class F> void protect(F &&f)
    {
        Job<F> job{&f, nullptr};
        lua_pushcfunction(L.get(), &Job<F>::run);
        lua_pushlightuserdata(L.get(), &job);
        if (lua_pcall(L.get(), 1, 0, 0) != LUA_OK)
            fail();
        if (job.thrown)
            std::rethrow_exception(job.thrown);
    }

    void run_file(const char *name)
    {
        protect([=](lua_State *l) {
            if (luaL_loadfile(l, name) != LUA_OK)
                lua_error(l);
            lua_call(l, 0, 0);
        });
    }

    // result = name(args...). The result is made here, outside.
    template <class R, class... A> R call(const char *name, const A &...args)
    {
        R result{};
        protect([&](lua_State *l) {
            lua_getglobal(l, name);
            (push(l, args), ...);
            lua_call(l, sizeof...(args), 1);
            get(l, -1, result);
        });
        return result;
    }

private:
    template <class F> struct Job {
        std::remove_reference_t<F> *f;
        std::exception_ptr thrown;

        static int run(lua_State *l)
        {
            auto *job = static_cast<Job *>(lua_touserdata(l, 1));
            lua_settop(l, 0);
            try {
                (*job->f)(l);
            } catch (...) {
                job->thrown = std::current_exception();
            }
            return 0;
        }
    };

    // The error's value is on the top; reading a string of it raises nothing.
    [[noreturn]] void fail()
    {
        std::string message = lua_type(L.get(), -1) == LUA_TSTRING
                                  ? lua_tostring(L.get(), -1)
                                  : "an error that is no string";
        lua_settop(L.get(), 0);
        throw LuaError(message);
    }

    std::unique_ptr<lua_State, void (*)(lua_State *)> L;
};

// ---- Functions and classes -------------------------------------------------

// fn as a function for Lua. It reads arguments first, while nothing is alive.
template <int (*fn)(lua_State *)> int guarded(lua_State *L)
{
    char message[200];
    try {
        return fn(L);
    } catch (const std::exception &e) {
        std::snprintf(message, sizeof message, "%s", e.what());
    }
    return luaL_error(L, "%s", message);
}

// Objects of type T in userdata. `alive` is for __gc: a constructor may throw.
template <class T> class Class {
public:
    static void open(lua_State *L, const luaL_Reg *methods)
    {
        luaL_newmetatable(L, T::class_name);
        luaL_setfuncs(L, methods, 0);
        lua_pushvalue(L, -1);
        lua_setfield(L, -2, "__index");
        lua_pushcfunction(L, destroy);
        lua_setfield(L, -2, "__gc");
        lua_pop(L, 1);
    }

    template <class... A> static T &make(lua_State *L, A &&...args)
    {
        auto *box = static_cast<Box *>(lua_newuserdatauv(L, sizeof(Box), 0));
        box->alive = false;
        luaL_setmetatable(L, T::class_name);
        T *object = new (box->object) T(std::forward<A>(args)...);
        box->alive = true;
        return *object;
    }

    static T &check(lua_State *L, int arg)
    {
        auto *box = static_cast<Box *>(luaL_checkudata(L, arg, T::class_name));
        return *reinterpret_cast<T *>(box->object);
    }

private:
    struct Box {
        alignas(T) unsigned char object[sizeof(T)];
        bool alive;
    };

    static int destroy(lua_State *L)
    {
        auto *box = static_cast<Box *>(luaL_checkudata(L, 1, T::class_name));
        if (box->alive)
            reinterpret_cast<T *>(box->object)->~T();
        box->alive = false;
        return 0;
    }
};

// ---- A class of this host --------------------------------------------------

class Ledger {
public:
    static constexpr const char *class_name = "ledger";
    static int nalive;

    explicit Ledger(std::string owner) : owner(std::move(owner)) { nalive++; }
    ~Ledger() { nalive--; }

    void book(const char *account, lua_Integer amount)
    {
        lua_Integer &sum = accounts[account];
        if (sum + amount < 0)
            throw std::domain_error(std::string(account) + " of " + owner +
                                    " would be below zero");
        sum += amount;
    }

    lua_Integer total() const
    {
        lua_Integer sum = 0;
        for (const auto &account : accounts)
            sum += account.second;
        return sum;
    }

private:
    std::string owner;
    std::map<std::string, lua_Integer> accounts;
};

int Ledger::nalive = 0;

static int ledger_new(lua_State *L)
{
    const char *owner = luaL_checkstring(L, 1);
    Class<Ledger>::make(L, owner);
    return 1;
}

static int ledger_book(lua_State *L)
{
    Ledger &ledger = Class<Ledger>::check(L, 1);
    const char *account = luaL_checkstring(L, 2);
    lua_Integer amount = luaL_checkinteger(L, 3);
    ledger.book(account, amount); /* from here on it may throw */
    return 0;
}

static int ledger_total(lua_State *L)
{
    lua_pushinteger(L, Class<Ledger>::check(L, 1).total());
    return 1;
}

static const luaL_Reg methods[] = {{"book", guarded<ledger_book>},
                                   {"total", guarded<ledger_total>},
                                   {nullptr, nullptr}};

// ---- The host --------------------------------------------------------------

static void use(const char *file)
{
    State state;
    state.protect([](lua_State *L) {
        Class<Ledger>::open(L, methods);
        lua_register(L, "ledger", guarded<ledger_new>);
    });
    state.run_file(file);

    std::string name = "C++";
    std::printf("%s\n", state.call<std::string>("greet", name).c_str());
    std::printf("%d\n", (int)state.call<lua_Integer>("add", 40, 2));
    try {
        state.call<lua_Integer>("add", 40, "x");
    } catch (const LuaError &e) {
        std::printf("caught: %s\n", e.what());
    }
    try {
        state.protect([](lua_State *) { throw std::out_of_range("mine"); });
    } catch (const std::out_of_range &e) {
        std::printf("caught: %s\n", e.what());
    }
    std::printf("%d ledgers are alive\n", Ledger::nalive);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        std::fprintf(stderr, "usage: raii FILE\n");
        return 1;
    }
    try {
        use(argv[1]);
    } catch (const std::exception &e) {
        std::fprintf(stderr, "%s\n", e.what());
        return 1;
    }
    std::printf("%d ledgers are alive\n", Ledger::nalive);
    return 0;
}
