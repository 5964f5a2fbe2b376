-- One session in a headless Neovim: opens a file, asks the language server, and writes what it answers as JSON.
-- Called with: the set-up of docs/editors.md, the file to open, the file to write.
local setup, path, report = unpack(vim.fn.split(vim.env.KONG_ROUTES_SESSION, '\n'))

-- Before 0.8 there was no `vim.lsp.start` and no `vim.filetype` for these files. What it does is the same.
vim.lsp.start = vim.lsp.start
  or function(config)
    local id = vim.lsp.start_client(config)
    vim.lsp.buf_attach_client(0, id)
    return id
  end

vim.cmd('filetype on')
dofile(setup)
vim.cmd('edit ' .. vim.fn.fnameescape(path))

local found = {}
local function wait(what, isThere)
  if not vim.wait(30000, isThere, 20) then
    found.failure = 'no ' .. what .. ' within 30 s'
    vim.fn.writefile({ vim.json and vim.json.encode(found) or vim.fn.json_encode(found) }, report)
    vim.cmd('cquit 1')
  end
end

wait('diagnostics', function()
  return #vim.diagnostic.get(0) > 0
end)
found.diagnostics = vim.tbl_map(function(diagnostic)
  return { line = diagnostic.lnum, code = diagnostic.code or diagnostic.user_data.lsp.code }
end, vim.diagnostic.get(0))

local function ask(method, params)
  local answers = vim.lsp.buf_request_sync(0, method, params, 30000)
  for _, answer in pairs(answers or {}) do
    return answer.result
  end
end
local document = { uri = vim.uri_from_bufnr(0) }
local function at(text)
  local line = vim.fn.search(text, 'w')
  return { line = line - 1, character = vim.fn.col('.') - 1 }
end

local name = at('orders')
found.hover = ask('textDocument/hover', { textDocument = document, position = name }).contents.value
found.outline = vim.tbl_map(function(symbol)
  return symbol.name
end, ask('textDocument/documentSymbol', { textDocument = document }))

local actions = ask('textDocument/codeAction', {
  textDocument = document,
  range = { start = at('name: mixed'), ['end'] = at('name: mixed') },
  context = { diagnostics = {} },
})
found.actions = vim.tbl_map(function(action)
  return action.title
end, actions)

local edit = ask('textDocument/rename', { textDocument = document, position = name, newName = 'sales' })
vim.lsp.util.apply_workspace_edit(edit, 'utf-16')
found.renamed = vim.api.nvim_buf_get_lines(0, 0, -1, true)

vim.fn.writefile({ vim.fn.json_encode(found) }, report)
vim.cmd('qall!')
